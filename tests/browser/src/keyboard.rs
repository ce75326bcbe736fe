//! A person who uses the keyboard alone: nothing here clicks, and nothing is reached but by Tab.

use crate::Browser;
use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};

/// More stops than any page has.
const STOPS: usize = 200;

impl Browser {
    /// Presses keys one after the other on whatever has the focus.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn keys(&self, keys: impl IntoIterator<Item = char>) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Goes on with Tab until the element of a selector has the focus.
    ///
    /// # Panics
    /// When no stop on the way round the page is that element, or its focus cannot be seen.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..STOPS {
            self.keys([Key::Tab.into()]).await;
            if self.has(&format!("{css}:focus")).await {
                assert!(
                    self.focus_is_seen().await,
                    "nothing shows that {css} has the focus"
                );
                return;
            }
        }
        panic!("Tab does not lead to {css}");
    }

    /// Whether the element with the focus looks different for it.
    async fn focus_is_seen(&self) -> bool {
        let focused = self.client.active_element().await.unwrap();
        if focused.attr("class").await.unwrap().is_some_and(|class| {
            // The vendored style draws the ring on the sibling that stands for the hidden control.
            class.contains("govuk-radios__input") || class.contains("govuk-checkboxes__input")
        }) {
            return true;
        }
        let outline = focused.css_value("outline-style").await.unwrap();
        let shadow = focused.css_value("box-shadow").await.unwrap();
        outline != "none" || shadow != "none"
    }

    /// Tabs to a field and types.
    ///
    /// # Panics
    /// When Tab does not lead there.
    pub async fn type_into(&self, name: &str, words: &str) {
        self.tab_to(&format!("main [name='{name}']")).await;
        let all = [Key::Control.into(), 'a'];
        let select = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: all[0] })
            .then(KeyAction::Down { value: all[1] })
            .then(KeyAction::Up { value: all[1] })
            .then(KeyAction::Up { value: all[0] });
        self.client.perform_actions(select).await.unwrap();
        self.keys(words.chars()).await;
    }

    /// Tabs to a group of radio buttons and walks to a choice with the arrow keys.
    ///
    /// # Panics
    /// When Tab does not lead there or there is no such choice.
    pub async fn arrow_to(&self, name: &str, value: &str) {
        self.tab_to(&format!("main input[type=radio][name='{name}']"))
            .await;
        // Space takes the first; an arrow takes the next.
        self.keys([' ']).await;
        for _ in 0..STOPS {
            if self
                .has(&format!("main [name='{name}'][value='{value}']:checked"))
                .await
            {
                return;
            }
            self.keys([Key::Down.into()]).await;
        }
        panic!("the arrows do not lead to {value} of {name}");
    }

    /// Tabs to a box and ticks it with the space bar.
    ///
    /// # Panics
    /// When Tab does not lead there.
    pub async fn space_on(&self, name: &str) {
        self.tab_to(&format!("main input[type=checkbox][name='{name}']"))
            .await;
        self.keys([' ']).await;
    }

    /// Tabs to what a selector finds and presses Enter; the page that follows is awaited.
    ///
    /// # Panics
    /// When Tab does not lead there or no page follows.
    pub async fn enter_on(&self, css: &str) {
        self.tab_to(css).await;
        self.turn(async || self.keys([Key::Enter.into()]).await).await;
    }
}
