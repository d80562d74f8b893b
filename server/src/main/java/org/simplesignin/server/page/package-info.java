/// Pages for browsers, as all nouns use them: templates and layout, texts, assets, cookies, the guard against foreign
/// requests, redirects, pages for errors. A leaf: it imports `http`, `id` and `config` only, and knows no page.
///
/// A noun adds a page in four steps: a template `src/main/jte/link/links.jte`, its texts in `messages/en-US.json`, a
/// package-private record for its model, and a route. A form is answered with 303 to the page that shows the outcome:
/// ```
/// routes.add("GET", "/links", guard.signedIn((viewer, call) -> pages.page(call, "link/links", linksOf(viewer))));
/// routes.add("POST", "/links/unlink-all", guard.freshlySignedIn((viewer, call) -> {
///     unlinking.unlinkAll(viewer.customer());
///     return Answer.seeOther("/links");
/// }));
/// ```
/// The template takes the [org.simplesignin.server.page.Page] and the model, and fills the layout. `say` writes a text
/// with its arguments isolated and escaped, `text` is for attributes, and every form begins with `${page.csrf()}`:
/// ```
/// @param org.simplesignin.server.page.Page page
/// @param org.simplesignin.server.link.LinksView model
/// @template.page.layout(page = page, title = page.text("links.title"), content = @`<p>${page.say("links.text")}</p>`)
/// ```
@NullMarked
package org.simplesignin.server.page;

import org.jspecify.annotations.NullMarked;
