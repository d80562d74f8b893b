package org.simplesignin.client.shell.pages;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// A picture of the screen, to be measured. Colours are `0xRRGGBB`.
final class Picture {
    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    static Picture of(byte[] png) {
        try {
            return new Picture(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Picture read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    int colour(int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    /// Returns the same picture with so many pixels of each side made one, and colours in 32 steps: small enough to
    /// be kept, and without what differs from one font rasteriser to the next.
    Picture scaledDown(int by) {
        BufferedImage small = new BufferedImage(width() / by, height() / by, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < small.getHeight(); y++) {
            for (int x = 0; x < small.getWidth(); x++) {
                int[] mean = mean(x * by, y * by, by);
                small.setRGB(x, y, step(mean[0]) << 16 | step(mean[1]) << 8 | step(mean[2]));
            }
        }
        return new Picture(small);
    }

    private static int step(int channel) {
        return Math.min(255, (channel + 4) / 8 * 8);
    }

    /// Returns the mean of red, green and blue over a square, as much of it as there is.
    int[] mean(int left, int top, int side) {
        long[] sum = new long[3];
        int right = Math.min(left + side, width());
        int bottom = Math.min(top + side, height());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int colour = image.getRGB(x, y);
                sum[0] += colour >> 16 & 0xFF;
                sum[1] += colour >> 8 & 0xFF;
                sum[2] += colour & 0xFF;
            }
        }
        long count = (long) (right - left) * (bottom - top);
        return new int[] {(int) (sum[0] / count), (int) (sum[1] / count), (int) (sum[2] / count)};
    }

    /// Returns the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
    static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * channel(colour >> 16) + 0.7152 * channel(colour >> 8) + 0.0722 * channel(colour);
    }

    private static double channel(int value) {
        double share = (value & 0xFF) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    /// Returns the contrast of the writing in a rectangle to what is behind it: of the colour that is there most to
    /// the one farthest from it. What is there only twice is taken for noise.
    double contrastWithin(int left, int top, int right, int bottom) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = Math.max(top, 0); y < Math.min(bottom, height()); y++) {
            for (int x = Math.max(left, 0); x < Math.min(right, width()); x++) {
                counts.merge(colour(x, y), 1, Integer::sum);
            }
        }
        int behind = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return counts.entrySet().stream()
                .filter(each -> each.getValue() > 2)
                .mapToDouble(each -> contrast(each.getKey(), behind))
                .max()
                .orElse(1);
    }

    /// A stretch of one colour on a line.
    record Run(int colour, int length) {}

    /// Returns the colours met on the way from a point to the left, those of one pixel left out: they are edges.
    List<Run> toTheLeft(int x, int y, int length) {
        List<Run> runs = new ArrayList<>();
        int since = x;
        for (int at = x; at > Math.max(x - length, 0); at--) {
            if (contrast(colour(at - 1, y), colour(at, y)) > 1.02) {
                if (since - at + 1 > 1) {
                    runs.add(new Run(colour(at, y), since - at + 1));
                }
                since = at - 1;
            }
        }
        runs.add(new Run(colour(since, y), length));
        return runs;
    }
}
