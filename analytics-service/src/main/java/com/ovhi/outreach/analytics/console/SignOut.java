package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.security.ServiceClients;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * What a person means by signing out: their refresh token is good for nothing any more, and whoever uses this browser next has
 * to say who they are, though the identity provider may still know the one before. Thread-safe.
 */
@Component
class SignOut implements LogoutHandler {

    private static final Logger log = LoggerFactory.getLogger(SignOut.class);
    private static final String MARK = "OUTREACH_SIGNED_OUT";
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final ConsoleProperties console;
    private final UserTokens tokens;
    private final RestClient provider;
    private final boolean secure;

    SignOut(
            ConsoleProperties console,
            UserTokens tokens,
            ServiceClientProperties services,
            @Value("${server.servlet.session.cookie.secure:true}") boolean secure) {
        this.console = console;
        this.tokens = tokens;
        this.secure = secure;
        provider = ServiceClients.tokenRequests(services);
    }

    /** Before the session ends, which holds the tokens. */
    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication user) {
        mark(response, "yes", REMEMBERED);
        if (user == null || console.revocationUri().isBlank()) {
            return;
        }
        @Nullable
        OAuth2AuthorizedClient client = tokens.clients().loadAuthorizedClient(UserTokens.REGISTRATION, user, request);
        Optional.ofNullable(client)
                .map(OAuth2AuthorizedClient::getRefreshToken)
                .map(AbstractOAuth2Token::getTokenValue)
                .ifPresent(this::revoke);
    }

    /** RFC 7009. The session ends whatever comes of it. */
    private void revoke(String refreshToken) {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("token", refreshToken);
        form.add("token_type_hint", "refresh_token");
        var open = console.clientSecret().isBlank();
        if (open) {
            form.add("client_id", console.clientId());
        }
        try {
            provider.post()
                    .uri(console.revocationUri())
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .headers(headers -> {
                        if (!open) {
                            headers.setBasicAuth(encoded(console.clientId()), encoded(console.clientSecret()));
                        }
                    })
                    .body(form)
                    .retrieve()
                    .toBodilessEntity();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The identity provider did not take a refresh token back");
        }
    }

    /** As RFC 6749, section 2.3.1, wants it: what Basic cannot say otherwise may be part of a secret. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The request that sends somebody to the identity provider; after a sign-out it asks who they are. */
    OAuth2AuthorizationRequest asking(OAuth2AuthorizationRequest start, HttpServletRequest request) {
        return marked(request)
                ? OAuth2AuthorizationRequest.from(start)
                        .additionalParameters(parameters -> parameters.put("prompt", "login"))
                        .build()
                : start;
    }

    /** Somebody has said who they are. */
    void forget(HttpServletRequest request, HttpServletResponse response) {
        if (marked(request)) {
            mark(response, "", Duration.ZERO);
        }
    }

    private static boolean marked(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies).anyMatch(each -> each.getName().equals(MARK));
    }

    private void mark(HttpServletResponse response, String value, Duration life) {
        var cookie = ResponseCookie.from(MARK, value)
                .path("/console")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .maxAge(life);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }
}
