package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// How fast the dialogs are on a weak TV, and what they leave behind: with `-Dspeed=yes`, because what it prints
/// depends on the machine. `docs/performance.md` has figures and the command.
@Tag("browser")
@EnabledIfSystemProperty(named = "speed", matches = ".+")
@ExtendWith(Chromium.class)
class SpeedTest {
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 100;
    private static final int CYCLES = 1000;
    private static final double MOST_GROWTH = 2 * 1024 * 1024;

    private final Browser browser;

    SpeedTest(Browser browser) {
        this.browser = browser;
    }

    @Test
    void fromRequestToTheFirstPaintedFrame() throws Exception {
        for (int slower : new int[] {1, 6}) {
            try (Device device = Device.tv(browser).start()) {
                slow(device, slower);
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < ROUNDS; i++) {
                    device.awaitNextFrame();
                    long asked = System.nanoTime();
                    device.client.openDialog(States.consent("tv", "alice@example.com"));
                    device.client.awaitPainted();
                    millis.add((System.nanoTime() - asked) / 1e6);
                    device.client.closeDialog();
                    device.awaitClosed();
                }
                print("request to first painted frame, CPU slowed " + slower + " times", millis);
            }
        }
    }

    @Test
    void fromAKeyToTheRing() throws Exception {
        for (int slower : new int[] {1, 6}) {
            try (Device device = Device.tv(browser).start()) {
                device.open(States.consent("tv", "alice@example.com"));
                Frame frame = device.frame("/dialog");
                // The browser's own Event Timing: from the key until the frame that shows what came of it.
                frame.evaluate("""
                        () => {
                          window.seen = [];
                          new PerformanceObserver((list) => window.seen.push(...list.getEntries().filter((e) => e.name === "keydown").map((e) => e.duration)))
                            .observe({ type: "event", durationThreshold: 16 });
                        }""");
                slow(device, slower);
                for (int i = 0; i < ROUNDS; i++) {
                    device.press(i % 2 == 0 ? "ArrowLeft" : "ArrowRight");
                    frame.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))");
                }
                frame.evaluate("() => new Promise((r) => setTimeout(r, 200))");
                List<Double> millis = new ArrayList<>();
                for (Object each : (List<?>) frame.evaluate("() => window.seen")) {
                    millis.add(((Number) each).doubleValue());
                }
                System.out.println((ROUNDS - millis.size()) + " of " + ROUNDS + " keys took less than 16 ms");
                while (millis.size() < ROUNDS) {
                    millis.add(16.0);
                }
                print("key to focus ring, CPU slowed " + slower + " times", millis);
            }
        }
    }

    @Test
    void aThousandDialogsLeaveNothingBehind() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            cycle(device, WARM_UP);
            double before = heap(device);
            cycle(device, CYCLES);
            double growth = heap(device) - before;
            System.out.printf(
                    "%d dialogs opened and closed: heap from %.2f MB by %.2f MB%n",
                    CYCLES, before / 1024 / 1024, growth / 1024 / 1024);
            assertTrue(growth <= MOST_GROWTH, () -> growth + " bytes");
        }
    }

    private static void cycle(Device device, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            device.client.openDialog(
                    i % 2 == 0
                            ? States.consent("tv", "alice@example.com")
                            : States.selection("tv", States.loginNames(5)));
            device.client.awaitPainted();
            device.client.closeDialog();
            device.awaitClosed();
        }
    }

    private static double heap(Device device) {
        CDPSession protocol = device.context.newCDPSession(device.page);
        protocol.send("HeapProfiler.collectGarbage");
        protocol.send("HeapProfiler.collectGarbage");
        return protocol.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    }

    private static void slow(Device device, int times) {
        JsonObject rate = new JsonObject();
        rate.addProperty("rate", times);
        device.context.newCDPSession(device.page).send("Emulation.setCPUThrottlingRate", rate);
    }

    private static void print(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "%s: median %.0f ms, p95 %.0f ms, worst %.0f ms of %d%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }
}
