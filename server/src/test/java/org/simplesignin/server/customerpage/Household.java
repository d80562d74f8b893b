package org.simplesignin.server.customerpage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// A server for a real browser with a customer who uses it: two devices, four links, an app that was declined three
/// times. What others chose of the names can try to be more than a name.
final class Household implements AutoCloseable {
    /// What a name may try.
    static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">\"'</bdi>&amp;\u202Eeman";

    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#16324f"/>\
            <path d="M17 13l18 11-18 11z" fill="#ffb454"/></svg>""";

    private static final String REGISTRY = """
            {"identityProviders": [
                {"identityProviderName": "sample-video", "name": "Sample Video"},
                {"identityProviderName": "northern-news", "name": "Northern News"},
                {"identityProviderName": "radio", "name": "Radio"}],
             "apps": [
                {"app": "sample-tv", "name": "SSISampleApplication", "publisher": "Sample Video Ltd.",
                 "identityProviderName": "sample-video", "icon": "icon.svg", "webOrigins": ["https://tv.example"]},
                {"app": "sample-kids", "name": "Sample Kids", "publisher": "Sample Video Ltd.",
                 "identityProviderName": "sample-video", "webOrigins": ["https://kids.example"]},
                {"app": "news", "name": "Northern News", "publisher": "Northern Media",
                 "identityProviderName": "northern-news", "webOrigins": ["https://news.example"]},
                {"app": "radio", "name": "RADIO", "publisher": "PUBLISHER",
                 "identityProviderName": "radio", "webOrigins": ["https://radio.example"]}]}
            """;

    private static final String HOSTILE_APP = "<img src=x onerror=document.title='owned'>\\\"'</bdi>&amp;";
    private static final String HOSTILE_PUBLISHER = "<script>document.title='owned'</script>";

    final TestServer server;
    final Customer customer;
    final TestDevice tv;
    final TestDevice tablet;

    private final String tabletName;

    private Household(TestServer server, String customerName, String tabletName) {
        this.server = server;
        this.tabletName = tabletName;
        this.customer = server.newCustomer(customerName);
        this.tv = server.newDevice(customer, "Living room TV", "Demo TV 55");
        server.clock().forward(Duration.ofHours(3));
        this.tablet = server.newDevice(customer, tabletName, tabletName);
        live();
    }

    /// Starts one whose names are names.
    static Household friendly(Path directory) {
        TestServer server = server(directory, "Harbour Radio", "Harbour Media", null);
        return new Household(server, "Alice", "Kitchen tablet");
    }

    /// Starts one whose names are attacks.
    static Household hostile(Path directory) {
        return hostile(directory, null);
    }

    /// Starts one whose names are attacks, and whose pages this origin may show in a frame.
    static Household hostile(Path directory, @Nullable String embedder) {
        TestServer server = server(directory, HOSTILE_APP, HOSTILE_PUBLISHER, embedder);
        return new Household(server, "Alice " + HOSTILE, HOSTILE);
    }

    private static TestServer server(Path directory, String app, String publisher, @Nullable String embedder) {
        try {
            Files.writeString(directory.resolve("icon.svg"), ICON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TestServer.startInTheOpen(
                directory, REGISTRY.replace("RADIO", app).replace("PUBLISHER", publisher), embedder);
    }

    private void live() {
        tv.refresh();
        Partner video = new Partner(server, "sample-tv", "sample-video");
        Partner news = new Partner(server, "news", "northern-news");
        Partner radio = new Partner(server, "radio", "radio");
        TestServer.link(tv, video.linkRequest(tv, "alice"));
        later(Duration.ofDays(2));
        TestServer.link(tv, news.linkRequest(tv, "alice"));
        TestServer.link(tablet, radio.linkRequest(tablet, "alice"));
        TestServer.link(tablet, video.linkRequest(tablet, "alice-at-work"));
        later(Duration.ofHours(1));
        video.links(tv);
        decline(new Partner(server, "sample-kids", "sample-video"));
    }

    private void later(Duration time) {
        server.clock().forward(time);
        tv.refresh();
        tablet.refresh();
    }

    private void decline(Partner partner) {
        StartLinkRequest request = partner.linkRequest(tv, "bob");
        for (int i = 0; i < 3; i++) {
            StartLinkAnswer answer = tv.post(DeviceApi.START_LINK, request).as(StartLinkAnswer.class);
            TestServer.finish(tv, Objects.requireNonNull(answer.linkId()), Consent.DECLINED, request);
        }
    }

    /// Returns a window of this size in which the customer is signed in.
    BrowserContext window(Browser browser, int width, int height, ColorScheme scheme) {
        return window(browser, window -> window.setViewportSize(width, height).setColorScheme(scheme));
    }

    /// Returns a window with these particulars in which the customer is signed in.
    BrowserContext window(Browser browser, UnaryOperator<Browser.NewContextOptions> particulars) {
        BrowserContext context = browser.newContext(particulars.apply(new Browser.NewContextOptions()
                .setBaseURL(server.pagesUrl())
                .setTimezoneId("Europe/Berlin")
                .setLocale("en-US")));
        context.addCookies(List.of(server.cookie(customer)));
        return context;
    }

    /// Returns the id of the link of this app.
    String link(String app) {
        return server.storage().links().ofCustomer(customer.id()).stream()
                .filter(link -> link.app().value().equals(app))
                .findFirst()
                .orElseThrow()
                .id()
                .value();
    }

    /// Returns the id of the device with this name.
    String device(String name) {
        return server.storage().devices().ofCustomer(customer.id()).stream()
                .map(registration -> registration.device())
                .filter(device -> device.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id()
                .value();
    }

    /// Returns the paths of all pages.
    List<String> paths() {
        return List.of(
                "/",
                "/links",
                "/links/" + link("sample-tv"),
                "/links/" + link("radio"),
                "/links/unlink-all",
                "/devices",
                "/devices/" + device("Living room TV"),
                "/devices/" + device(tabletName) + "/remove",
                "/devices/remove-all",
                "/switches",
                "/switches/account",
                "/switches/apps/sample-tv",
                "/switches/apps/radio",
                "/history",
                "/export",
                "/nowhere");
    }

    @Override
    public void close() {
        server.close();
    }
}
