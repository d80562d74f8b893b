package org.simplesignin.server;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.account.AccountMails;
import org.simplesignin.server.account.AccountRoutes;
import org.simplesignin.server.account.OtherWay;
import org.simplesignin.server.app.AppKeyRing;
import org.simplesignin.server.app.AppRoutes;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.app.RegistryFile;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.closing.Closing;
import org.simplesignin.server.closing.ClosingPages;
import org.simplesignin.server.consent.CoolDown;
import org.simplesignin.server.customer.CustomerRoute;
import org.simplesignin.server.customerpage.DevicesPages;
import org.simplesignin.server.customerpage.ExportPage;
import org.simplesignin.server.customerpage.HistoryPage;
import org.simplesignin.server.customerpage.HomePage;
import org.simplesignin.server.customerpage.Kept;
import org.simplesignin.server.customerpage.LinksPages;
import org.simplesignin.server.customerpage.SwitchesPages;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.device.Dpop;
import org.simplesignin.server.device.Grant;
import org.simplesignin.server.device.Removing;
import org.simplesignin.server.device.RevocationRoute;
import org.simplesignin.server.device.Sessions;
import org.simplesignin.server.device.TokenDerivation;
import org.simplesignin.server.device.TokenRoute;
import org.simplesignin.server.discovery.DiscoveryRoutes;
import org.simplesignin.server.enrolment.EnrolmentFile;
import org.simplesignin.server.http.Listener;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.link.Availability;
import org.simplesignin.server.link.DirectedIds;
import org.simplesignin.server.link.LinkRoutes;
import org.simplesignin.server.link.Linking;
import org.simplesignin.server.link.Minting;
import org.simplesignin.server.link.Selecting;
import org.simplesignin.server.link.SigningKeyVault;
import org.simplesignin.server.link.Unlinking;
import org.simplesignin.server.mail.Outbox;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.metric.MetricRoute;
import org.simplesignin.server.oidc.OidcExport;
import org.simplesignin.server.oidc.OidcSignIn;
import org.simplesignin.server.oidc.ProviderSettings;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.registration.Approving;
import org.simplesignin.server.registration.DevicePages;
import org.simplesignin.server.registration.RegistrationRoutes;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.switches.SwitchRoutes;
import org.simplesignin.server.switches.Switching;
import org.simplesignin.server.time.Ticker;
import org.simplesignin.tokens.SsiTokenIssuer;

/// A running server: the constructor wires everything, tries every key and file, and only then opens the port. The
/// stores are the caller's, who closes them afterwards.
public final class Server implements AutoCloseable {
    private final Listener listener;
    private final Optional<Listener> operatorsListener;
    private final Outbox outbox;
    private final Passwords passwords;
    private final PrometheusMeterRegistry meters;
    private final Optional<OidcSignIn> oidc;
    private final Approving approving;
    private final Routes routes;
    private final Routes operatorsRoutes;

    /// Starts to serve.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException with one line for the operator, before
    /// the port is open
    public Server(ServerSettings settings, WrappingKeys wrappingKeys, Stores stores, SecureRandom random, Clock clock) {
        this(settings, wrappingKeys, stores, random, clock, Ticker.SYSTEM);
    }

    /// Starts to serve, where time passes as this ticker says.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException with one line for the operator, before
    /// the port is open
    public Server(
            ServerSettings settings,
            WrappingKeys wrappingKeys,
            Stores stores,
            SecureRandom random,
            Clock clock,
            Ticker ticker) {
        Registry registry = RegistryFile.read(settings.registry());
        EnrolmentFile enrolments = EnrolmentFile.read(settings.enrolments());
        DirectedIds directedIds = DirectedIds.open(stores.serverSecrets(), wrappingKeys, random);
        TokenDerivation tokens = TokenDerivation.open(stores.serverSecrets(), wrappingKeys, random);
        AppKeyRing appKeys = AppKeyRing.open(registry, stores.appKeys(), wrappingKeys, random, clock);
        enrolments.store(
                stores.transactions(), stores.customers(), stores.customerKeys(), stores.devices(), random, clock);

        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        Figures figures = new Figures(meters);
        Audit audit = new Audit(stores.auditLog(), clock);
        Dpop dpop = new Dpop(settings.publicUrl(), random, ticker);
        Limits limits = new Limits(settings.limits(), ticker, random);
        DeviceGuard guard = new DeviceGuard(stores.devices(), dpop, limits, clock);
        Sessions sessions = new Sessions(stores.transactions(), stores.devices(), audit, tokens, clock);
        outbox = new Outbox(settings.mail().sender(random, clock), meters);
        AccountMails notices = new AccountMails(outbox, stores.accounts().accounts(), settings.pagesUrl());
        CustomerSessions customerSessions =
                new CustomerSessions(stores.transactions(), stores.accounts().sessions(), audit, random, clock);
        passwords = new Passwords(random);
        ProviderSettings provider = settings.oidc();
        AccountRoutes accounts = new AccountRoutes(
                stores.accounts(),
                stores.transactions(),
                stores.customers(),
                stores.customerKeys(),
                stores.lookupIndex(),
                wrappingKeys,
                customerSessions,
                notices,
                limits,
                passwords,
                provider == null ? null : new OtherWay(provider.name(), OidcSignIn.START, provider.only()),
                settings.pagesUrl(),
                audit,
                random,
                clock);
        Removing removing = new Removing(stores.transactions(), stores.devices(), audit, notices);
        RegistrationRoutes registering = new RegistrationRoutes(
                stores.registrations(),
                stores.transactions(),
                sessions,
                dpop,
                wrappingKeys,
                settings.pagesUrl(),
                settings.pollInterval(),
                notices,
                figures,
                limits,
                random,
                clock,
                ticker);
        approving = new Approving(
                stores.registrations(), stores.transactions(), stores.devices(), wrappingKeys, figures, limits, clock);
        SsiTokenIssuer issuer = SsiTokenIssuer.of(settings.issuer(), settings.tokenLife(), clock, random);

        Availability availability = new Availability(registry, stores.switches(), stores.devices());
        CoolDown coolDown = new CoolDown(stores.declines(), stores.transactions(), audit, clock);
        SigningKeyVault vault = new SigningKeyVault(stores.customerKeys());
        Unlinking unlinking =
                new Unlinking(registry, stores.links(), stores.devices(), stores.transactions(), audit, figures, clock);
        Switching switching = new Switching(
                stores.transactions(), stores.switches(), stores.devices(), unlinking, audit, figures, clock);
        Linking linking = new Linking(
                availability,
                appKeys,
                coolDown,
                stores.links(),
                vault,
                stores.transactions(),
                audit,
                figures,
                random,
                clock);
        Minting minting = new Minting(
                availability, stores.links(), directedIds, vault, issuer, stores.transactions(), audit, figures, clock);
        Selecting selecting = new Selecting(availability, stores.links());
        Closing closing = new Closing(
                stores.closings(),
                stores.transactions(),
                stores.customerKeys(),
                stores.dyingWithCustomers(),
                stores.auditLog(),
                notices,
                figures,
                clock);
        closing.finish();

        Pages pages = new Pages(settings.pagesUrl().startsWith("https:"), settings.embedder());
        PageGuard pageGuard = new PageGuard(settings.pagesUrl(), customerSessions, pages, random, clock);

        routes = new Routes(meters, random, settings.behindProxy());
        routes.nowhere(pageGuard.nowhere());
        pages.addTo(routes);
        registering.addTo(routes);
        Map<String, Grant> grants = Map.of(
                DeviceApi.ENROLMENT_GRANT,
                sessions.enrolmentGrant(),
                DeviceApi.DEVICE_CODE_GRANT,
                registering.grant(),
                DeviceApi.REFRESH_GRANT,
                sessions.refreshGrant());
        new TokenRoute(grants, dpop, limits).addTo(routes);
        new DiscoveryRoutes(settings.publicUrl(), grants.keySet(), stores.serverSecrets(), wrappingKeys, random)
                .addTo(routes);
        new RevocationRoute(stores.devices(), removing, dpop, limits).addTo(routes);
        new AppRoutes(registry, appKeys).addTo(routes, guard);
        new CustomerRoute(stores.customers()).addTo(routes, guard);
        new LinkRoutes(registry, stores.links(), linking, minting, selecting, unlinking).addTo(routes, guard);
        new SwitchRoutes(stores.switches(), switching, registry, ticker).addTo(routes, guard);
        new DevicePages(pages, approving, stores.customers()).addTo(routes, pageGuard);
        accounts.addTo(routes, pageGuard, pages);
        oidc = provider == null
                ? Optional.empty()
                : Optional.of(new OidcSignIn(
                        provider,
                        settings.pagesUrl(),
                        pages,
                        customerSessions,
                        stores.oidcIdentities(),
                        stores.customers(),
                        stores.customerKeys(),
                        stores.transactions(),
                        wrappingKeys,
                        limits,
                        random,
                        clock,
                        ticker));
        oidc.ifPresent(signIn -> signIn.addTo(routes, pageGuard));
        Kept kept = new Kept(
                registry,
                stores.customers(),
                stores.links(),
                stores.devices(),
                stores.switches(),
                stores.declines(),
                stores.auditLog());
        new HomePage(pages, kept).addTo(routes, pageGuard);
        new LinksPages(pages, kept, unlinking, coolDown).addTo(routes, pageGuard);
        new DevicesPages(pages, kept, switching, removing).addTo(routes, pageGuard);
        new SwitchesPages(pages, kept, switching).addTo(routes, pageGuard);
        new HistoryPage(pages, kept).addTo(routes, pageGuard);
        new ExportPage(
                        pages,
                        kept,
                        List.of(accounts.export(), new OidcExport(stores.oidcIdentities())),
                        stores.transactions(),
                        audit,
                        limits,
                        clock)
                .addTo(routes, pageGuard);
        new ClosingPages(pages, closing).addTo(routes, pageGuard);
        new MetricRoute(stores.metricEvents(), registry, figures, clock).addTo(routes, guard);
        operatorsRoutes = new Routes(meters, random, false);
        new HealthRoutes(stores.ready(), meters).addTo(operatorsRoutes);
        InetSocketAddress operations = settings.operations();
        operatorsListener = operations == null
                ? Optional.empty()
                : Optional.of(Listener.startForOperators(operations, operatorsRoutes));
        try {
            listener = Listener.start(settings.port(), routes);
        } catch (RuntimeException e) {
            operatorsListener.ifPresent(Listener::close);
            throw e;
        }
    }

    /// Returns the port on 127.0.0.1.
    public int port() {
        return listener.port();
    }

    /// Returns the port for the operator's tools, or empty where there is none.
    public OptionalInt operationsPort() {
        return operatorsListener.map(Listener::port).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// Returns the tables of routes, each as `METHOD /path`: those for everybody, then those for the operator's tools.
    public List<String> routes() {
        return Stream.of(routes, operatorsRoutes)
                .flatMap(table -> table.table().stream())
                .toList();
    }

    /// Returns the customer's side of device registration, for who has no page at hand.
    public Approving approving() {
        return approving;
    }

    /// Returns what hashes passwords, for who wants to see it busy.
    public Passwords passwords() {
        return passwords;
    }

    /// Stops serving; requests under way have two seconds to end.
    @Override
    public void close() {
        listener.close();
        operatorsListener.ifPresent(Listener::close);
        oidc.ifPresent(OidcSignIn::close);
        outbox.close();
        passwords.close();
        meters.close();
    }
}
