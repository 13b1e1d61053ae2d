//! The real browser.

use js_sys::{Date, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Document, Element, Headers, HtmlElement, HtmlTextAreaElement,
    ReadableStreamDefaultReader, RequestCache, RequestInit, Storage, Window,
};

use super::{Lost, Outgoing};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let Some(window) = window() else { return };
        let delay = i32::try_from(ms).unwrap_or(i32::MAX);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay);
    });
    let _ = JsFuture::from(promise).await;
}

/// A stored value.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a value; a full or closed storage is no reason to stop.
pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets every value whose key begins so.
pub fn forget(prefix: &str) {
    let Some(storage) = storage() else { return };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    for key in keys.filter(|key| key.starts_with(prefix)).collect::<Vec<_>>() {
        let _ = storage.remove_item(&key);
    }
}

/// The browser's first language, such as `id-ID`.
pub fn language() -> Option<String> {
    window()?.navigator().language()
}

/// Whether the browser believes to be online.
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether someone can see the page.
pub fn visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Sets an attribute of `<html>`, or removes it.
pub fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets an attribute of `<body>`.
pub fn mark_body(name: &str, value: &str) {
    if let Some(body) = document().and_then(|document| document.body()) {
        let _ = body.set_attribute(name, value);
    }
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the focus is nowhere in particular.
pub fn focus_is_free() -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether less than a line or two lies below what is seen of the element.
pub fn at_bottom(id: &str) -> bool {
    element(id).is_none_or(|log| log.scroll_height() - log.scroll_top() - log.client_height() < 72)
}

/// Shows the end of the element's content.
pub fn scroll_to_bottom(id: &str) {
    if let Some(log) = element(id) {
        log.set_scroll_top(log.scroll_height());
    }
}

/// Makes a text area as high as its text; the style sheet sets the limits.
pub fn grow(id: &str) {
    let Some(area) = element(id).and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok()) else {
        return;
    };
    let set = |height: &str| {
        let _ = Reflect::get(&area, &"style".into())
            .and_then(|style| Reflect::set(&style, &"height".into(), &height.into()));
    };
    set("auto");
    set(&format!("{}px", area.scroll_height()));
}

/// Copies a text; whether that was allowed.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// The code of the block that a clicked copy button belongs to.
pub fn code_beside(button: &Element) -> Option<String> {
    button.closest("figure").ok()??.query_selector("code").ok()??.text_content()
}

/// Whether the browser can read aloud.
pub fn can_speak() -> bool {
    window().is_some_and(|window| Reflect::has(&window, &"speechSynthesis".into()).unwrap_or(false))
}

/// Reads an English text aloud, in place of whatever was being read.
pub fn speak(text: &str) {
    let Some(synthesis) = window().and_then(|window| window.speech_synthesis().ok()) else { return };
    synthesis.cancel();
    if let Ok(utterance) = web_sys::SpeechSynthesisUtterance::new_with_text(text) {
        utterance.set_lang("en-US");
        synthesis.speak(&utterance);
    }
}

/// An answer whose head has arrived. Dropping it ends the transfer.
pub struct Incoming {
    response: web_sys::Response,
    reader: Option<ReadableStreamDefaultReader>,
    abort: AbortController,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl Incoming {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.response.status()
    }

    /// A header that the server lets us see.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok()?
    }

    /// The whole body as text.
    pub async fn text(self) -> Result<String, Lost> {
        let promise = self.response.text().map_err(|_| Lost)?;
        JsFuture::from(promise).await.ok().and_then(|text| text.as_string()).ok_or(Lost)
    }

    /// The next piece of the body; none at its end.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Lost> {
        let reader = match &self.reader {
            Some(reader) => reader,
            None => {
                let body = self.response.body().ok_or(Lost)?;
                self.reader.insert(body.get_reader().dyn_into().map_err(|_| Lost)?)
            }
        };
        let piece = JsFuture::from(reader.read()).await.map_err(|_| Lost)?;
        let get = |key: &str| Reflect::get(&piece, &JsValue::from_str(key)).map_err(|_| Lost);
        if get("done")?.is_truthy() {
            return Ok(None);
        }
        Ok(Some(Uint8Array::new(&get("value")?).to_vec()))
    }
}

fn request(outgoing: &Outgoing, abort: &AbortController) -> Result<web_sys::Request, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &outgoing.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(outgoing.method);
    init.set_headers(&headers);
    init.set_signal(Some(&abort.signal()));
    init.set_cache(RequestCache::NoStore);
    if let Some(body) = &outgoing.body {
        init.set_body(&JsValue::from_str(body));
    }
    web_sys::Request::new_with_str_and_init(&outgoing.url, &init)
}

/// Sends a request and waits for the head of the answer.
pub async fn fetch(outgoing: &Outgoing) -> Result<Incoming, Lost> {
    let abort = AbortController::new().map_err(|_| Lost)?;
    let request = request(outgoing, &abort).map_err(|_| Lost)?;
    if let Some(ms) = outgoing.timeout_ms {
        let late = abort.clone();
        wasm_bindgen_futures::spawn_local(async move {
            sleep(ms).await;
            late.abort();
        });
    }
    let promise = window().ok_or(Lost)?.fetch_with_request(&request);
    let response = JsFuture::from(promise).await.map_err(|_| Lost)?;
    let response = response.dyn_into().map_err(|_| Lost)?;
    Ok(Incoming { response, reader: None, abort })
}

/// Hands a text to the learner as a file.
pub fn save_file(name: &str, kind: &str, text: &str) {
    let make = || -> Option<()> {
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let bag = web_sys::BlobPropertyBag::new();
        bag.set_type(kind);
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &bag).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link: HtmlElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
        link.set_attribute("href", &url).ok()?;
        link.set_attribute("download", name).ok()?;
        link.click();
        web_sys::Url::revoke_object_url(&url).ok()
    };
    let _ = make();
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Whether there is a precise pointer: a keyboard on a screen then hides nothing.
pub fn has_mouse() -> bool {
    matches("(pointer: fine)")
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok()?).is_some_and(|query| query.matches())
}

/// Date and time of a moment where the browser is, in the manner of a language (`id`, `en`).
pub fn local_time(ms: i64, language: &str) -> String {
    let options = js_sys::Object::new();
    for (name, style) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = Reflect::set(&options, &name.into(), &style.into());
    }
    Date::new(&JsValue::from_f64(ms as f64)).to_locale_string(language, &options).into()
}

/// Leaves this application for another page of the same server.
pub fn go(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(path);
    }
}

/// Does something once the next frame is laid out.
pub fn after_layout(work: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(work);
}

/// The browser's speech recognition, which some still hide behind a prefix.
fn recogniser() -> Option<Function> {
    let window: JsValue = window()?.into();
    let find = |name: &str| Reflect::get(&window, &name.into()).ok()?.dyn_into::<Function>().ok();
    find("SpeechRecognition").or_else(|| find("webkitSpeechRecognition"))
}

/// Whether the browser can write down what is said.
pub fn can_listen() -> bool {
    recogniser().is_some()
}

/// Ends listening when it is dropped.
pub struct Listening(JsValue);

impl Drop for Listening {
    fn drop(&mut self) {
        let stop =
            Reflect::get(&self.0, &"stop".into()).ok().and_then(|stop| stop.dyn_into::<Function>().ok());
        if let Some(stop) = stop {
            let _ = stop.call0(&self.0);
        }
    }
}

/// Listens to English until the speaker pauses: `heard` gets what was said, `over` runs at the end.
pub fn listen(heard: impl Fn(String) + 'static, over: impl FnOnce() + 'static) -> Option<Listening> {
    let ears = Reflect::construct(&recogniser()?, &js_sys::Array::new()).ok()?;
    let on_result = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Some(text) = transcript(&event) {
            heard(text);
        }
    });
    let on_end = Closure::once_into_js(over);
    Reflect::set(&ears, &"lang".into(), &"en-US".into()).ok()?;
    Reflect::set(&ears, &"onend".into(), &on_end).ok()?;
    Reflect::set(&ears, &"onresult".into(), &on_result.into_js_value()).ok()?;
    let start: Function = Reflect::get(&ears, &"start".into()).ok()?.dyn_into().ok()?;
    start.call0(&ears).ok()?;
    Some(Listening(ears))
}

/// `event.results[event.resultIndex][0].transcript`
fn transcript(event: &JsValue) -> Option<String> {
    let at = Reflect::get(event, &"resultIndex".into()).ok()?;
    let results = Reflect::get(event, &"results".into()).ok()?;
    let best = Reflect::get(&Reflect::get(&results, &at).ok()?, &0.into()).ok()?;
    Reflect::get(&best, &"transcript".into()).ok()?.as_string()
}
