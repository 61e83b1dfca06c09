package com.ovhi.outreach.simulators.identity;

import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.identity.IdentityProperties.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class TokenController {

    private final IdentityProperties properties;
    private final Clients clients;
    private final Tokens tokens;

    TokenController(IdentityProperties properties, Clients clients, Tokens tokens) {
        this.properties = properties;
        this.clients = clients;
        this.tokens = tokens;
    }

    record Wish(
            @NotBlank String subject,
            @Nullable Long org,
            @Nullable List<String> roles,
            @Min(1) @Max(31_536_000) @Nullable Long ttlSeconds) {}

    @PostMapping("/oauth2/token")
    ResponseEntity<Map<String, Object>> token(HttpServletRequest request) {
        if (!"client_credentials".equals(request.getParameter("grant_type"))) {
            return refused(HttpStatus.BAD_REQUEST, "unsupported_grant_type");
        }
        return credentials(request)
                .flatMap(clients::authenticated)
                .map(this::granted)
                .orElseGet(() -> refused(HttpStatus.UNAUTHORIZED, "invalid_client"));
    }

    @PostMapping("/simulators/identity/token")
    ResponseEntity<Map<String, Object>> mint(@RequestBody @Valid Wish wish) {
        if (!properties.minting()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Duration ttl = wish.ttlSeconds() == null ? properties.ttl() : Duration.ofSeconds(wish.ttlSeconds());
        List<String> roles = Objects.requireNonNullElse(wish.roles(), List.of());
        return answer(tokens.issue(wish.subject(), roles, wish.org(), ttl), ttl);
    }

    private ResponseEntity<Map<String, Object>> granted(Client client) {
        Duration ttl = client.roles().contains("service") ? properties.serviceTtl() : properties.ttl();
        return answer(tokens.issue(client.id(), client.roles(), client.org(), ttl), ttl);
    }

    private static Optional<Credentials.Basic> credentials(HttpServletRequest request) {
        return Credentials.basic(request).or(() -> {
            String id = request.getParameter("client_id");
            String secret = request.getParameter("client_secret");
            return id == null || secret == null ? Optional.empty() : Optional.of(new Credentials.Basic(id, secret));
        });
    }

    private static ResponseEntity<Map<String, Object>> answer(String token, Duration ttl) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Map.of("access_token", token, "token_type", "Bearer", "expires_in", ttl.toSeconds()));
    }

    private static ResponseEntity<Map<String, Object>> refused(HttpStatus status, String error) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(Map.of("error", error));
    }
}
