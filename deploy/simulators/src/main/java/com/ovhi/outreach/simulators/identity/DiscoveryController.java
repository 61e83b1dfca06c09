package com.ovhi.outreach.simulators.identity;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DiscoveryController {

    private final IdentityProperties properties;
    private final Tokens tokens;

    DiscoveryController(IdentityProperties properties, Tokens tokens) {
        this.properties = properties;
        this.tokens = tokens;
    }

    @GetMapping({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    Map<String, Object> configuration() {
        String issuer = properties.issuer();
        return Map.of(
                "issuer",
                issuer,
                "jwks_uri",
                issuer + "/oauth2/jwks",
                "authorization_endpoint",
                issuer + "/oauth2/authorize",
                "token_endpoint",
                issuer + "/oauth2/token",
                "grant_types_supported",
                List.of("client_credentials", "authorization_code", "refresh_token"),
                "code_challenge_methods_supported",
                List.of("S256"),
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post", "none"),
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"));
    }

    @GetMapping("/oauth2/jwks")
    Map<String, Object> keys() {
        return tokens.publicKeys();
    }
}
