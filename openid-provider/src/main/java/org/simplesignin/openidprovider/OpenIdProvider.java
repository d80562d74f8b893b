package org.simplesignin.openidprovider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/// Starts the provider: `<port> <client id> <client secret> <redirect URI> <password of alice and bob>`. It prints
/// `ready <issuer>`, answers `rotate` with `rotated`, and ends with its standard input.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OpenIdProvider {
    /// Made by Spring.
    public OpenIdProvider() {}

    /// Runs the provider.
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        String issuer = "http://localhost:" + port;
        SpringApplication application = new SpringApplication(OpenIdProvider.class);
        // Half of the time of its start; the tests wait for it.
        application.setLazyInitialization(true);
        application.setDefaultProperties(Map.of(
                "server.port",
                port,
                "server.address",
                "localhost",
                "server.servlet.session.cookie.name",
                "PROVIDERSESSION",
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn",
                "provider.issuer",
                issuer,
                "provider.client",
                arguments[1],
                "provider.secret",
                arguments[2],
                "provider.redirect",
                arguments[3],
                "provider.password",
                arguments[4]));
        try (ConfigurableApplicationContext context = application.run();
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println("ready " + issuer);
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.equals("rotate")) {
                    context.getBean(SigningKeys.class).rotate();
                    System.out.println("rotated");
                }
            }
        }
    }

    @Bean
    AuthorizationServerSettings settings(Environment environment) {
        return AuthorizationServerSettings.builder()
                .issuer(environment.getRequiredProperty("provider.issuer"))
                .build();
    }

    @Bean
    RegisteredClientRepository clients(Environment environment) {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId("simple-sign-in")
                .clientId(environment.getRequiredProperty("provider.client"))
                .clientSecret("{noop}" + environment.getRequiredProperty("provider.secret"))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(environment.getRequiredProperty("provider.redirect"))
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
    }

    @Bean
    UserDetailsService people(Environment environment) {
        String password = "{noop}" + environment.getRequiredProperty("provider.password");
        return new InMemoryUserDetailsManager(
                User.withUsername("alice").password(password).build(),
                User.withUsername("bob").password(password).build());
    }

    @Bean
    SigningKeys signingKeys() {
        return new SigningKeys();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> names() {
        return context -> {
            if (context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                context.getClaims().claim("name", context.getPrincipal().getName() + " at the provider");
            }
        };
    }
}
