package org.simplesignin.client.shell.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compares what is drawn with what somebody has looked at and approved: the pictures under `src/test/pictures`, a
/// quarter as wide and high as the screen. What was drawn lies in `target/pictures` in its full size, for people and as
/// an artefact of CI. `-Dpictures=approve` approves what is drawn now.
final class ApprovedPictures {
    private static final Path APPROVED = Path.of("src", "test", "pictures");
    private static final Path DRAWN = Path.of("target", "pictures");
    private static final boolean APPROVE = "approve".equals(System.getProperty("pictures"));
    private static final int SCALE = 4;

    /// Compared are the means of squares, so that letters may be drawn otherwise but nothing may move or vanish.
    private static final int SQUARE = 8;

    /// How far the mean of a channel may be off, of 255, and how many squares of a hundred may be off by more.
    private static final int OFF = 14;

    private static final double OFF_OF_HUNDRED = 0.6;

    private final String screen;
    private final List<String> problems = new ArrayList<>();

    /// @param screen the folder, such as `tv-1280x720-dark`
    ApprovedPictures(String screen) {
        this.screen = screen;
    }

    void compare(String state, byte[] png) throws IOException {
        Picture drawn = Picture.of(png);
        drawn.write(DRAWN.resolve(screen).resolve(state + ".png"));
        Path approved = APPROVED.resolve(screen).resolve(state + ".png");
        Picture small = drawn.scaledDown(SCALE);
        if (APPROVE) {
            small.write(approved);
        } else if (!Files.exists(approved)) {
            problems.add(screen + "/" + state + " was never approved: look at it, then -Dpictures=approve");
        } else {
            difference(Picture.read(approved), small)
                    .ifPresent(what -> problems.add(screen + "/" + state + ": " + what));
        }
    }

    /// Returns what is wrong with all of them.
    List<String> problems() {
        return List.copyOf(problems);
    }

    /// Returns how two pictures differ, if they do.
    static java.util.Optional<String> difference(Picture approved, Picture drawn) {
        if (approved.width() != drawn.width() || approved.height() != drawn.height()) {
            return java.util.Optional.of("it has another size");
        }
        int squares = 0;
        int off = 0;
        String where = "";
        for (int y = 0; y < drawn.height(); y += SQUARE) {
            for (int x = 0; x < drawn.width(); x += SQUARE) {
                squares++;
                int[] a = approved.mean(x, y, SQUARE);
                int[] b = drawn.mean(x, y, SQUARE);
                int farthest = 0;
                for (int i = 0; i < 3; i++) {
                    farthest = Math.max(farthest, Math.abs(a[i] - b[i]));
                }
                if (farthest > OFF) {
                    off++;
                    where = x * SCALE + "," + y * SCALE;
                }
            }
        }
        return off > squares * OFF_OF_HUNDRED / 100
                ? java.util.Optional.of(off + " of " + squares + " squares differ, one is at " + where)
                : java.util.Optional.empty();
    }
}
