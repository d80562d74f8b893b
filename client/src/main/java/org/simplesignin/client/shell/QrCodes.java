package org.simplesignin.client.shell;

import io.nayuki.qrcodegen.QrCode;

/// Draws an address as a QR code (ISO/IEC 18004) that a phone reads from a sofa.
final class QrCodes {
    /// White around the code, in modules, which readers need.
    private static final int QUIET = 4;

    private QrCodes() {}

    /// A picture made of dark squares on white.
    ///
    /// @param modules the side of the whole square, with the white around it, in modules
    /// @param path SVG path data that fills the dark ones
    record Drawn(int modules, String path) {}

    /// Returns the code of a text, with error correction that survives a glare on the screen (level M).
    static Drawn of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int start = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(x - start)
                            .append("v1h")
                            .append(start - x)
                            .append('z');
                }
                x++;
            }
        }
        return new Drawn(code.size + 2 * QUIET, path.toString());
    }
}
