/// How a maker of devices dresses shell and dialogs without touching code: colours, fonts, mark and corner, read from a
/// file at the start and refused where people could no longer read what they agree to.
///
/// [Theme] is what the pages are served, [ThemeFile] reads it, [Palette] knows the colours and their contrasts. The
/// pages themselves are in `shell`; what they look like without a theme is in `theme.css`.
@NullMarked
package org.simplesignin.client.theme;

import org.jspecify.annotations.NullMarked;
