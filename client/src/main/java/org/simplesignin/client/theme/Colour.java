package org.simplesignin.client.theme;

import java.util.regex.Pattern;

/// An opaque colour of the sRGB space.
///
/// @param hex `#` and six hexadecimal digits
record Colour(String hex) {
    private static final Pattern FORM = Pattern.compile("#[0-9A-Fa-f]{6}");

    /// Refuses any other way to write a colour.
    Colour {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a colour is written #rrggbb");
        }
    }

    /// Returns the contrast to another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    double contrastTo(Colour other) {
        double light = Math.max(luminance(), other.luminance());
        double dark = Math.min(luminance(), other.luminance());
        return (light + 0.05) / (dark + 0.05);
    }

    private double luminance() {
        return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    }

    private double channel(int at) {
        double value = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
