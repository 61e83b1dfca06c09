package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;

/** How long the token in a session is handed out. */
class UserTokensTests {

    private static final Instant NOW = Clock.systemUTC().instant();

    private final UserTokens tokens = new UserTokens(
            Consoles.of(10, Duration.ofSeconds(30)),
            new ServiceClientProperties(
                    "http://127.0.0.1:1/token", "s", "", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final TestingAuthenticationToken nora = new TestingAuthenticationToken("nora", "");

    @Test
    void endsASessionThatIsAsOldAsAWorkingDayThoughItNeverPaused() {
        var session = new Session(NOW.minus(Duration.ofHours(10)).minusSeconds(60));
        var request = request(session);

        assertThatThrownBy(() -> tokens.of(nora, request, new MockHttpServletResponse()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.slug()).isEqualTo("signed-out"));
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void handsTheTokenOutUntilThen() {
        var request = request(new Session(NOW.minus(Duration.ofHours(9))));

        assertThat(tokens.of(nora, request, new MockHttpServletResponse())).isEqualTo("a-token");
    }

    private MockHttpServletRequest request(Session session) {
        var request = new MockHttpServletRequest();
        request.setSession(session);
        var token = new OAuth2AccessToken(TokenType.BEARER, "a-token", NOW, NOW.plusSeconds(900));
        var registration = Objects.requireNonNull(tokens.registrations().findByRegistrationId(UserTokens.REGISTRATION));
        tokens.clients()
                .saveAuthorizedClient(
                        new OAuth2AuthorizedClient(registration, "nora", token),
                        nora,
                        request,
                        new MockHttpServletResponse());
        return request;
    }

    /** One that began earlier. */
    private static final class Session extends MockHttpSession {

        private final Instant begin;

        private Session(Instant begin) {
            this.begin = begin;
        }

        @Override
        public long getCreationTime() {
            return begin.toEpochMilli();
        }
    }
}
