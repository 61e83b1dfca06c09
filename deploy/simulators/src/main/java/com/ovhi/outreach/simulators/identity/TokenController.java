package com.ovhi.outreach.simulators.identity;

import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.identity.Grants.Person;
import com.ovhi.outreach.simulators.identity.IdentityProperties.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.LinkedHashMap;
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
    private final Grants grants;
    private final Tokens tokens;

    TokenController(IdentityProperties properties, Clients clients, Grants grants, Tokens tokens) {
        this.properties = properties;
        this.clients = clients;
        this.grants = grants;
        this.tokens = tokens;
    }

    record Wish(
            @NotBlank String subject,
            @Nullable Long org,
            @Nullable List<String> roles,
            @Min(1) @Max(31_536_000) @Nullable Long ttlSeconds) {}

    @PostMapping("/oauth2/token")
    ResponseEntity<Map<String, Object>> token(HttpServletRequest request) {
        return switch (Objects.requireNonNullElse(request.getParameter("grant_type"), "")) {
            case "client_credentials" ->
                credentials(request)
                        .flatMap(clients::authenticated)
                        .map(this::granted)
                        .orElseGet(() -> refused(HttpStatus.UNAUTHORIZED, "invalid_client"));
            case "authorization_code" ->
                signedIn(grants.redeemCode(
                        parameter(request, "code"),
                        request.getParameter("client_id"),
                        request.getParameter("redirect_uri"),
                        request.getParameter("code_verifier")));
            case "refresh_token" -> signedIn(grants.redeemRefreshToken(parameter(request, "refresh_token")));
            default -> refused(HttpStatus.BAD_REQUEST, "unsupported_grant_type");
        };
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

    /** A person's tokens; whoever renews gets a new refresh token as well. */
    private ResponseEntity<Map<String, Object>> signedIn(Optional<Person> found) {
        return found.map(person -> answer(
                        tokens.issue(person.subject(), person.roles(), person.org(), properties.ttl()),
                        properties.ttl(),
                        Map.of("refresh_token", grants.refreshToken(person))))
                .orElseGet(() -> refused(HttpStatus.BAD_REQUEST, "invalid_grant"));
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
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
        return answer(token, ttl, Map.of());
    }

    private static ResponseEntity<Map<String, Object>> answer(String token, Duration ttl, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.putAll(Map.of("access_token", token, "token_type", "Bearer", "expires_in", ttl.toSeconds()));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }

    private static ResponseEntity<Map<String, Object>> refused(HttpStatus status, String error) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(Map.of("error", error));
    }
}
