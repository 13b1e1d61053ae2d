//! Something that is asked for: not there yet, there, or refused with a reason.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::problem::Problem;
use lks_app::live::{live, pressed};

use crate::part::notice::Trouble;
use crate::words::use_speech;

/// An answer and how it is getting on.
pub struct Fetched<T: Send + Sync + 'static> {
    /// What came last; kept while it is asked for again.
    pub value: RwSignal<Option<T>>,
    /// Why the last attempt failed.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether it is being asked for.
    pub busy: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Fetched<T> {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self { value: RwSignal::new(None), problem: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// Takes an answer. What did not change is not drawn again; the page may be gone by now.
    pub fn take(self, answer: Result<T, Problem>) {
        self.busy.try_set(false);
        match answer {
            Ok(value) => {
                let same = self.value.try_with_untracked(|old| old.as_ref() == Some(&value));
                if same == Some(false) {
                    self.value.try_set(Some(value));
                }
                self.problem.try_set(None);
            }
            Err(problem) => {
                self.problem.try_set(Some(problem));
            }
        }
    }

    /// Asks.
    pub fn load(self, answer: impl Future<Output = Result<T, Problem>> + 'static) {
        self.busy.set(true);
        spawn_local(async move { self.take(answer.await) });
    }

    /// Asks now and then for as long as the calling component lives. Call in an effect.
    pub fn keep<F: Future<Output = Result<T, Problem>> + 'static>(
        self,
        pause_ms: u32,
        ask: impl Fn() -> F + 'static,
    ) {
        let alive = StoredValue::new(());
        spawn_local(async move {
            while alive.try_get_value().is_some() {
                if browser::visible() {
                    self.take(ask().await);
                }
                browser::sleep(pause_ms).await;
            }
        });
    }

    /// Draws what is there; bones until something is, and a reason with a way on where nothing came.
    pub fn show<V: IntoAny>(
        self,
        again: impl Fn() + Copy + Send + Sync + 'static,
        draw: impl Fn(T) -> V + Send + 'static,
    ) -> impl IntoView {
        let speech = use_speech();
        let nothing = move || {
            let failed = self.problem.get().is_some();
            if failed {
                let retry = view! { <button type="button" class="button" on:click=pressed(again)>{speech.say(|w| w.frame.try_again)}</button> };
                retry.into_any()
            } else {
                bones().into_any()
            }
        };
        view! {
            <Trouble problem=self.problem/>
            {live(move || match self.value.get() {
                Some(value) => draw(value).into_any(),
                None => nothing(),
            })}
        }
    }
}

/// Grey bars in the place of what is on its way.
pub fn bones() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{speech.say(|w| w.frame.loading)}</span>
            <div class="bone"></div><div class="bone bone-short"></div><div class="bone"></div>
        </div>
    }
}
