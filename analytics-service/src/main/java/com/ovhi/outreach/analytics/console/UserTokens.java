package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.security.ServiceClients;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The access tokens of those who are signed in, kept in their sessions and renewed when they run out. Thread-safe. */
@Component
class UserTokens {

    static final String REGISTRATION = "console";
    static final String CALLBACK = "/console/signed-in";

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Tokens run out in real time, which the suite's clock need not show. */
    private static final Clock REAL = Clock.systemUTC();

    private final LogoutHandler end = new SecurityContextLogoutHandler();
    private final Duration longest;
    private final ClientRegistrationRepository registrations;
    private final OAuth2AuthorizedClientRepository clients = new HttpSessionOAuth2AuthorizedClientRepository();
    private final OAuth2AuthorizedClientManager manager;

    UserTokens(ConsoleProperties console, ServiceClientProperties services) {
        longest = console.longestSession();
        registrations = new InMemoryClientRegistrationRepository(registration(console, services));
        var renewing = new DefaultOAuth2AuthorizedClientManager(registrations, clients);
        renewing.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .authorizationCode()
                .refreshToken(grant -> grant.accessTokenResponseClient(renewal(services)))
                .build());
        // Left out, a parameter of the request would choose the scope.
        renewing.setContextAttributesMapper(_ -> Map.of());
        manager = renewing;
    }

    ClientRegistrationRepository registrations() {
        return registrations;
    }

    OAuth2AuthorizedClientRepository clients() {
        return clients;
    }

    /**
     * The token of whoever makes a request. One request of a session at a time, for most providers take a refresh token
     * only once.
     *
     * @throws ProblemException 401 when they have to sign in again, 503 when the identity provider does not answer
     */
    String of(Authentication user, HttpServletRequest request, HttpServletResponse response) {
        if (isOld(request.getSession())) {
            throw over(user, request, response);
        }
        var asked = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
                .principal(user)
                .attribute(HttpServletRequest.class.getName(), request)
                .attribute(HttpServletResponse.class.getName(), response)
                .build();
        synchronized (WebUtils.getSessionMutex(request.getSession())) {
            try {
                var client = manager.authorize(asked);
                if (client == null || ranOut(client)) {
                    throw over(user, request, response);
                }
                return client.getAccessToken().getTokenValue();
            } catch (OAuth2AuthorizationException e) {
                throw switch (e.getError().getErrorCode()) {
                    case OAuth2ErrorCodes.INVALID_GRANT, "client_authorization_required" ->
                        over(user, request, response);
                    default ->
                        ProblemException.unavailable(
                                "identity-away", "The identity provider gives no token now", PAUSE);
                };
            }
        }
    }

    /** Tokens can be renewed for ever; a tab that somebody left open must not be. */
    private boolean isOld(HttpSession session) {
        return Instant.ofEpochMilli(session.getCreationTime()).plus(longest).isBefore(REAL.instant());
    }

    /** Whether there was no way to renew it. */
    private static boolean ranOut(OAuth2AuthorizedClient client) {
        var until = client.getAccessToken().getExpiresAt();
        return until != null && !until.isAfter(REAL.instant());
    }

    /**
     * Ends the session of somebody whose token nobody takes any more, else the pages would be served from it instead of
     * leading to the identity provider.
     *
     * @return 401, to be thrown
     */
    ProblemException over(Authentication user, HttpServletRequest request, HttpServletResponse response) {
        end.logout(request, response, user);
        return ProblemException.of(HttpStatus.UNAUTHORIZED, "signed-out", "The session is over; sign in again");
    }

    private static ClientRegistration registration(ConsoleProperties console, ServiceClientProperties services) {
        var open = console.clientSecret().isBlank();
        return ClientRegistration.withRegistrationId(REGISTRATION)
                .clientName("Outreach console")
                .clientId(console.clientId())
                .clientSecret(console.clientSecret())
                .clientAuthenticationMethod(
                        open ? ClientAuthenticationMethod.NONE : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri((console.base().isBlank() ? "{baseUrl}" : console.base()) + CALLBACK)
                .scope(console.scopes())
                .authorizationUri(console.authorizationUri())
                .tokenUri(services.tokenUri())
                .build();
    }

    private static RestClientRefreshTokenTokenResponseClient renewal(ServiceClientProperties services) {
        var renewal = new RestClientRefreshTokenTokenResponseClient();
        renewal.setRestClient(ServiceClients.tokenRequests(services));
        return renewal;
    }
}
