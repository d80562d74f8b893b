package org.simplesignin.server.proxy;

import java.util.List;
import java.util.stream.Stream;

/// What somebody may write for a path of two segments, in the hope that a proxy and the server behind it read it
/// differently.
final class Spellings {
    private static final String BEHIND = """
            ? ?a=b ;a ; ;a=b?c / // /. /.. /../jwks # #a ?a#b %00 %20 %09 %0a %3f %3fa %23 %3b %2f /%2e /%2e%2e/jwks
            \\ \0 \13 \u00a0 \u00ff %c0%80 %ff . %2e * & % %2 %zz
            """;

    private static final String BEFORE = """
            / /. /x/.. /%2e /%2e%2e /.. /; /;a /;/ /%2f //x/../ \\ /\\ /x/%2e%2e /x;/.. /x/..;
            http://ssi.example http://other.example http://127.0.0.1:1 https://ssi.example HTTP://ssi.example
            http://ssi.example/ http://ssi.example/. http://ssi.example/%2e http://a@ssi.example http://ssi.example;
            http:/ http: http:// //ssi.example ssi.example:80 ? * ftp://ssi.example x://ssi.example
            """;

    private static final String WITHIN = """
            /%6fauth/jwks /%6Fauth/jwks /oauth/%6awks /oauth/jwk%73 /oauth/jwk%53 /oauth%2fjwks /oauth%2Fjwks
            /oauth%5cjwks /oauth\\jwks /oauth//jwks /oauth/./jwks /oauth/x/../jwks /oauth/%2e/jwks
            /oauth/x/%2e%2e/jwks /oauth/x/.%2e/jwks /oauth;a/jwks /oauth;/jwks /oauth/;/jwks /oauth/;a/jwks
            /OAUTH/JWKS /oauth/Jwks /oauth%252fjwks /%256fauth/jwks /oauth/%256awks /oauth/%u006awks
            /oauth/%c1%aawks /oauth/%00/jwks /oauth/jw%0d%0aks oauth/jwks * /oauth/jw\0ks /oauth/jw\u00adks
            """;

    private Spellings() {}

    /// Returns spellings of this path, itself first.
    static List<String> of(String path) {
        return Stream.of(
                        Stream.of(path, path + "\t", path + " ", path + " x", path + "\tx", " " + path),
                        Stream.of(BEHIND.split("[ \n]")).map(end -> path + end),
                        Stream.of(BEFORE.split("[ \n]")).map(beginning -> beginning + path),
                        Stream.of(WITHIN.split("[ \n]")))
                .flatMap(spellings -> spellings)
                .toList();
    }
}
