package org.simplesignin.server.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.oidc.ProviderHttp.Fetched;
import org.simplesignin.server.oidc.SignInFailedException.Reason;

/// The two halves of the authorization code flow: where the browser is sent, and the exchange of the code it brings
/// back. Thread-safe.
final class CodeFlow {
    private final Provider provider;
    private final ProviderHttp http;
    private final URI redirectUri;

    CodeFlow(Provider provider, ProviderHttp http, URI redirectUri) {
        this.provider = provider;
        this.http = http;
        this.redirectUri = redirectUri;
    }

    /// Returns where the browser goes.
    URI authenticationRequest(Attempt attempt) throws SignInFailedException {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), clientId(), redirectUri)
                .endpointURI(provider.metadata().getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.codeVerifier()), CodeChallengeMethod.S256);
        if (attempt.again()) {
            // Both: some providers heed only one of them, and auth_time is checked in the end.
            request.prompt(Prompt.Type.LOGIN).maxAge(0);
        }
        return request.build().toURI();
    }

    /// Refuses an answer of another provider (RFC 9207 §2.4).
    void requireIssuer(Optional<String> sent) throws SignInFailedException {
        boolean promised = provider.metadata().supportsAuthorizationResponseIssuerParam();
        if (sent.isEmpty() ? promised : !sent.get().equals(provider.settings().issuer())) {
            throw new SignInFailedException(Reason.WRONG_ISSUER);
        }
    }

    /// Returns the ID token for this code, not verified yet.
    String exchange(String code, Attempt attempt) throws SignInFailedException {
        OIDCProviderMetadata metadata = provider.metadata();
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), redirectUri, new CodeVerifier(attempt.codeVerifier()));
        HTTPRequest request = new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication(metadata), grant)
                .build()
                .toHTTPRequest();
        String authorization = request.getAuthorization();
        return idToken(http.postForm(
                metadata.getTokenEndpointURI(), request.getBody(), authorization == null ? "" : authorization));
    }

    private ClientAuthentication authentication(OIDCProviderMetadata metadata) throws SignInFailedException {
        Secret secret = new Secret(provider.settings().clientSecret());
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        // Discovery 1.0 §3: basic where nothing is said.
        if (methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
            return new ClientSecretBasic(clientId(), secret);
        }
        if (methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
            return new ClientSecretPost(clientId(), secret);
        }
        throw new SignInFailedException(Reason.BAD_METADATA);
    }

    private static String idToken(Fetched fetched) throws SignInFailedException {
        if (fetched.status() >= 500) {
            throw new SignInFailedException(Reason.UNREACHABLE);
        }
        try {
            HTTPResponse response = new HTTPResponse(fetched.status());
            response.setContentType(fetched.mediaType());
            response.setBody(fetched.body());
            TokenResponse parsed = OIDCTokenResponseParser.parse(response);
            if (!(parsed instanceof OIDCTokenResponse tokens)) {
                throw new SignInFailedException(Reason.CODE_REFUSED);
            }
            String idToken = tokens.getOIDCTokens().getIDTokenString();
            if (idToken == null) {
                throw new SignInFailedException(Reason.CODE_REFUSED);
            }
            return idToken;
        } catch (ParseException | IllegalArgumentException e) {
            throw new SignInFailedException(Reason.CODE_REFUSED);
        }
    }

    private ClientID clientId() {
        return new ClientID(provider.settings().clientId());
    }
}
