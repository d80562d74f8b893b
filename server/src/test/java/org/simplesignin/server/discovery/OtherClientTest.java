package org.simplesignin.server.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.TestServer;

/// A device whose maker wrote no line of OAuth: the Nimbus SDK finds the endpoints by itself and goes through the
/// device grant with DPoP and the server's nonce, over real HTTP.
final class OtherClientTest {
    private static final ClientID CLIENT = new ClientID("simple-sign-in-device");

    @TempDir
    private Path directory;

    private TestServer server;
    private AuthorizationServerMetadata metadata;
    private DPoPProofFactory proofs;
    private @Nullable Nonce nonce;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.startInTheOpen(directory);
        metadata = AuthorizationServerMetadata.resolve(new Issuer(server.publicUrl()));
        proofs = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Sends with a proof, once more where the server asks for its nonce, as RFC 9449 §8 says.
    private HTTPResponse send(HTTPRequest request, @Nullable DPoPAccessToken token) throws Exception {
        HTTPResponse first = sendOnce(request, token);
        boolean asksForNonce = first.getStatusCode() >= 400
                && "use_dpop_nonce".equals(first.getBodyAsJSONObject().get(token == null ? "error" : "code"));
        return asksForNonce ? sendOnce(request, token) : first;
    }

    private HTTPResponse sendOnce(HTTPRequest request, @Nullable DPoPAccessToken token) throws Exception {
        request.setDPoP(proofs.createDPoPJWT(request.getMethod().name(), request.getURI(), token, nonce));
        HTTPResponse response = request.send();
        if (response.getDPoPNonce() != null) {
            nonce = response.getDPoPNonce();
        }
        return response;
    }

    private TokenResponse token(AuthorizationGrant grant) throws Exception {
        TokenRequest request = new TokenRequest.Builder(metadata.getTokenEndpointURI(), CLIENT, grant).build();
        return TokenResponse.parse(send(request.toHTTPRequest(), null));
    }

    @Test
    void metadataTellsWhatThereIs() {
        assertEquals(server.publicUrl(), metadata.getIssuer().getValue());
        assertEquals(List.of(JWSAlgorithm.ES256), metadata.getDPoPJWSAlgs());
        assertEquals(
                Set.of(GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN, new GrantType(DeviceApi.ENROLMENT_GRANT)),
                Set.copyOf(metadata.getGrantTypes()));
        assertEquals(
                URI.create(server.publicUrl() + "/oauth/device_authorization"),
                metadata.getDeviceAuthorizationEndpointURI());
    }

    @Test
    void signatureOfTheMetadataIsGoodUnderThePublishedKey() throws Exception {
        SignedJWT signed =
                SignedJWT.parse(String.valueOf(metadata.toJSONObject().get("signed_metadata")));
        ECKey key = JWKSet.load(metadata.getJWKSetURI().toURL())
                .getKeyByKeyId(signed.getHeader().getKeyID())
                .toECKey();

        assertTrue(signed.verify(new ECDSAVerifier(key)));
        assertEquals(
                server.publicUrl() + "/oauth/token", signed.getJWTClaimsSet().getStringClaim("token_endpoint"));
        assertEquals(server.publicUrl(), signed.getJWTClaimsSet().getIssuer());
        assertEquals(false, key.isPrivate());
    }

    @Test
    void signingKeyStaysOverARestart() throws Exception {
        String before = JWKSet.load(metadata.getJWKSetURI().toURL()).toString();
        server.close();
        server = TestServer.startInTheOpen(directory);

        assertEquals(
                before,
                JWKSet.load(URI.create(server.publicUrl() + DeviceApi.KEYS).toURL())
                        .toString());
    }

    @Test
    void deviceIsRegisteredCallsRefreshesAndTakesItsLeave() throws Exception {
        Customer customer = server.newCustomer();
        DeviceAuthorizationSuccessResponse codes = DeviceAuthorizationResponse.parse(
                        new DeviceAuthorizationRequest.Builder(CLIENT)
                                .endpointURI(metadata.getDeviceAuthorizationEndpointURI())
                                .build()
                                .toHTTPRequest()
                                .send())
                .toSuccessResponse();
        DeviceCodeGrant grant = new DeviceCodeGrant(codes.getDeviceCode());
        assertEquals(
                DeviceAuthorizationGrantError.AUTHORIZATION_PENDING,
                token(grant).toErrorResponse().getErrorObject());
        assertEquals(
                DeviceAuthorizationGrantError.SLOW_DOWN,
                token(grant).toErrorResponse().getErrorObject());

        server.approve(customer, codes.getUserCode().getValue());
        server.clock().forward(Duration.ofSeconds(10));
        Tokens tokens = token(grant).toSuccessResponse().getTokens();

        DPoPAccessToken access = assertInstanceOf(DPoPAccessToken.class, tokens.getAccessToken());
        assertEquals(200, callCustomer(access).getStatusCode());
        Tokens refreshed = token(new RefreshTokenGrant(tokens.getRefreshToken()))
                .toSuccessResponse()
                .getTokens();
        assertNotEquals(tokens.getRefreshToken(), refreshed.getRefreshToken());
        DPoPAccessToken newAccess = assertInstanceOf(DPoPAccessToken.class, refreshed.getAccessToken());
        assertEquals(200, callCustomer(newAccess).getStatusCode());

        HTTPRequest leave = new TokenRevocationRequest(
                        metadata.getRevocationEndpointURI(), CLIENT, refreshed.getRefreshToken())
                .toHTTPRequest();
        assertEquals(200, send(leave, null).getStatusCode());
        assertEquals(401, callCustomer(newAccess).getStatusCode());
        TokenErrorResponse error =
                token(new RefreshTokenGrant(refreshed.getRefreshToken())).toErrorResponse();
        assertEquals(OAuth2Error.INVALID_GRANT, error.getErrorObject());
        assertNotNull(error.getErrorObject().getDescription());
        assertEquals(List.of(), server.storage().devices().ofCustomer(customer.id()));
    }

    private HTTPResponse callCustomer(DPoPAccessToken access) throws Exception {
        HTTPRequest request =
                new HTTPRequest(HTTPRequest.Method.GET, URI.create(server.publicUrl() + DeviceApi.CUSTOMER));
        request.setAuthorization(access.toAuthorizationHeader());
        return send(request, access);
    }
}
