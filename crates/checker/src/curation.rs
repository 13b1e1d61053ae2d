//! Which of harper's rules a learner is shown: mistakes, never matters of taste.

use harper_core::linting::FlatConfig;

/// Rules that are switched off, with the reason for each group.
const OFF: &[&str] = &[
    // Done here or by the tutor's own rules, which explain them to learners.
    "SpellCheck SentenceCapitalization CapitalizePersonalPronouns AnA Spaces RepeatedWords",
    // Writes the learner's words to standard output (harper 3.0); the tutor has a rule of its own.
    "LookingForwardTo",
    // Typography and layout.
    "Dashes DotInitialisms EllipsisLength UseEllipsisCharacter NumericRangeEnDash NoFrenchSpaces QuoteSpacing",
    "UnclosedQuotes UseTitleCase CommaFixes TransposedSpace IncludingButNotLimitedToPunctuation OxfordComma",
    "NoOxfordComma IntroCueCommaBeforeThanks FootInchMinuteSecondSymbols ClicheAccent HyphenateNumberDay",
    "DoubleCheckHyphen CaseSensitive PasswordProtectedHyphen RainbowColoredHyphen FirstPersonModifierHyphen",
    "WellBeing EverPresent FaceFirst EasyGoingCompoundAdjective LongSentences SpelledNumbers BuiltIn",
    "CrossPlatform StateOfTheArt RoadMap ToDoHyphen AOkHyphen",
    // Abbreviations and casual words are fine in a chat.
    "AsFarAsICanTell AsFarAsIKnow AsIUnderstandIt AsSoonAsPossible BeRightBack ByTheWay ExplainLikeImFive",
    "ForWhatItsWorth ForYourInformation IDontKnow IfIRecallCorrectly IfIUnderstandCorrectly IfYouKnowYouKnow",
    "InCaseYouMissedIt InMyHumbleOpinion InMyOpinion InRealLife LetMeKnow NeverMind OhMyGod OnTheOtherHand",
    "PleaseTakeALook Really TalkToYouLater ToBeFair ToBeHonest Gonna Gotta Wanna OkToOkay YeaToYeah YehToYeah",
    "AvoidCurses AvoidContractions ExpandBecause ExpandForward ExpandThough ExpandThrough ExpandWith",
    "ExpandWithout ExpandControl ExpandFavourite ExpandLegitimate ExpandMinimum ExpandPrevious ExpandAlgorithm",
    "ExpandAlloc ExpandArgument ExpandConfiguration ExpandCoordinate ExpandDecl ExpandDependencies",
    "ExpandDereference ExpandDirectory ExpandGovt ExpandNotification ExpandParameter ExpandPerformance",
    "ExpandPointer ExpandPreference ExpandStandardInputAndOutput ExpandVulnerability ExpandMemoryShorthands",
    "ExpandTimeShorthands ExpandPeople HelloGreeting",
    // Taste, dialect, politics.
    "BlacklistWhitelist BoringWords Cybersec DiscourseMarkers Excellent FatalOutcome FellowCoRedundancy",
    "FillerWords Freezing Hedging KindOf Oxymorons RedundantAcronyms RedundantAdditiveAdverbs RedundantPretty",
    "RedundantAlmostNearly RedundantFirsts RedundantIIRC RedundantSelf RedundantThat Regionalisms SideTangent",
    "Starving Touristic Addicting Towards UpdatePlaceNames VeryUnique WidelyAccepted Lots OverPlus",
    "OrthographicConsistency AnalogAcousticBike AvoidAndAlso CondenseAllThe ACoupleMore ForFreeOfCharge",
    "CauseItIsBecause HumanBeings WholeEntire Themself MoreAdjective PossessiveNoun OutOfTheWindow KindSortOf",
    "RedundantSuperlatives AsIfThough ThatWhich FibreOptic NotOnly MostNumber SimpleGrammatical HumanLife",
    // Wrong often enough on learners' right sentences.
    "Countries Damages FriendOfMe PhrasalVerbAsCompoundNoun NounVerbConfusion DisjointPrefixes DoIAdjective",
    "MissingTo AdjectiveOfA CompoundNouns",
];

/// The curated set without those.
pub(crate) fn rules() -> FlatConfig {
    let mut rules = FlatConfig::new_curated();
    for name in OFF.iter().flat_map(|line| line.split_whitespace()) {
        rules.set_rule_enabled(name, false);
    }
    rules
}
