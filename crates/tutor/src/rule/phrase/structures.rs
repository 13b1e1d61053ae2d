//! Order and structure that a table can tell.

use super::Phrase;
use crate::explanation::agreement::THERE_BE;
use crate::explanation::noun::{ARTICLE_MISSING, THESE};
use crate::explanation::structure::{
    ADVERB_PLACE, DOUBLE_NEGATIVE, ENOUGH, HOW_TO, INDIRECT_QUESTION, IT_SUBJECT, QUESTION_ORDER, REALLY,
    RELATIVE_THING,
};
use crate::explanation::verb::{AGE, BE_AND_VERB, NO_TO_AFTER_MODAL, PARTICIPLE};

pub(super) const PHRASES: &[Phrase] = &[
    // Age
    ("i have @number years|year old", "I am $3 years old", AGE),
    ("i've @number years|year old", "I am $2 years old", AGE),
    ("he|she|it has|have @number years|year old", "$1 is $3 years old", AGE),
    ("we|they|you have @number years|year old", "$1 are $3 years old", AGE),
    ("i have @number years =break", "I am $3 years old", AGE),
    ("am|is|are|was|were @number year old =end", "$1 $2 years old", AGE),
    ("my age is @number years old", "I am $4 years old", AGE),
    ("i @number years|year old", "I am $2 years old", AGE),
    ("he|she @number years|year old", "$1 is $2 years old", AGE),
    // very + verb
    (
        "+i|we|they|you|he|she|also very like|love|want|enjoy|hate|miss|need|appreciate|agree|likes|loves|wants|enjoys|hates|misses|needs|hope|thank|understand",
        "really $2",
        REALLY,
    ),
    // Questions
    ("^ why|where|how|what|when|who @i am|is|are|was|were =question", "$1 $3 $2", QUESTION_ORDER),
    (
        "^ how|when|where|why|what @i can|will|should|could|must @base =question",
        "$1 $3 $2 $4",
        QUESTION_ORDER,
    ),
    ("^ how to call this|it|that", "what do you call $4", HOW_TO),
    ("^ how to call", "what do you call", HOW_TO),
    ("^ how to say =question", "how do you say", HOW_TO),
    ("^ how to @base =question", "how do I $3", HOW_TO),
    ("^ do|does|did you|he|she|they|we|i can @base =question", "can $2 $4", HOW_TO),
    (
        "+know|knows|knew|wonder|wonders|remember|understand|forget|forgot where|what|who|how|why|when is|are|was he|she|it|this|that|they =break",
        "$1 $3 $2",
        INDIRECT_QUESTION,
    ),
    (
        "+ask|asks|asked|tell|tells|told me where|what|who|how|why|when is|are|was he|she|it|this|that|they =break",
        "$1 $2 $4 $3",
        INDIRECT_QUESTION,
    ),
    ("am|is|are very like", "really like", REALLY),
    ("+i|we|they|you never been", "have never been", PARTICIPLE),
    ("+he|she|it never been", "has never been", PARTICIPLE),
    ("have|has|had been go", "$1 been", PARTICIPLE),
    ("+he|she|father|mother|brother|sister is work ?in|at|as|for|there", "works", BE_AND_VERB),
    ("+i|we|they|you am|are work ?in|at|as|for|there", "work", BE_AND_VERB),
    ("do @i @ing", "are $2 $3", BE_AND_VERB),
    ("does he|she|it @ing", "is $2 $3", BE_AND_VERB),
    (
        "+know|knows|knew|wonder|wonders|remember|understand|forget|forgot where|what|how|why|when do i|you|we|they @base",
        "$1 $3 $4",
        INDIRECT_QUESTION,
    ),
    (
        "+ask|asks|asked|tell|tells|told me|him|her|us where|what|how|why|when do i|you|we|they @base",
        "$1 $2 $4 $5",
        INDIRECT_QUESTION,
    ),
    ("-a|the little bit =end", "a little bit", ARTICLE_MISSING),
    ("this shoes|clothes|trousers|jeans|glasses", "these $2", THESE),
    ("+buy|bought|like|wear|wearing|see|want|take that shoes|clothes|trousers|jeans", "those $2", THESE),
    (
        "there was a lot of people|students|children|books|things|cars|tourists",
        "there were a lot of $6",
        THERE_BE,
    ),
    (
        "there is a lot of people|students|children|books|things|cars|tourists",
        "there are a lot of $6",
        THERE_BE,
    ),
    // Adverbs
    (
        "+i|you|we|they|he|she <go|eat|play|study|watch|read|help|wake|drink|come|sleep|cook|learn|listen> always|never",
        "$2 $1",
        ADVERB_PLACE,
    ),
    ("+i always|usually|often|never|sometimes am @adj", "am $1 $3", ADVERB_PLACE),
    ("+he|she|it always|usually|often|never|sometimes is @adj", "is $1 $3", ADVERB_PLACE),
    ("+we|they|you always|usually|often|never|sometimes are @adj", "are $1 $3", ADVERB_PLACE),
    ("enough @adj ?to|for", "$2 enough", ENOUGH),
    // Negatives
    ("don't|doesn't|didn't|can't|cannot|couldn't|won't @base nothing", "$1 $2 anything", DOUBLE_NEGATIVE),
    ("don't|doesn't|didn't|can't|cannot|couldn't|won't @base nobody", "$1 $2 anybody", DOUBLE_NEGATIVE),
    ("don't|doesn't|didn't|can't|cannot|couldn't|won't @base nowhere", "$1 $2 anywhere", DOUBLE_NEGATIVE),
    ("don't|doesn't|didn't|can't|haven't|hasn't @base no @noun", "$1 $2 any $4", DOUBLE_NEGATIVE),
    ("this things|people", "these $2", THESE),
    // What one has seen and done so far
    ("let's|lets to @base", "let's $3", NO_TO_AFTER_MODAL),
    ("^ how long you|we|they have|has @ed", "how long have $3 $5", QUESTION_ORDER),
    ("^ how long he|she|it has|have @ed", "how long has $3 $5", QUESTION_ORDER),
    (
        "+i think is ?very|so|too|really|not|difficult|hard|easy|good|bad|important|better|interesting|fun|boring|great|nice",
        "think it is",
        IT_SUBJECT,
    ),
    (
        "book|books|movie|film|phone|shirt|bag|car|house|food|song|game|laptop|motorcycle who @i",
        "$1 that $3",
        RELATIVE_THING,
    ),
];
