package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.web.servlet.ModelAndView;

class SessionsTests {

    private final Sessions sessions = new Sessions(
            Consoles.of(2, Duration.ofSeconds(30)), new SimpleMeterRegistry(), (_, response, _, problem) -> {
                response.setStatus(((ProblemException) problem).getStatusCode().value());
                return new ModelAndView();
            });

    private final MockHttpSession known = new MockHttpSession();

    @BeforeEach
    void twoAreThere() {
        sessions.sessionCreated(new HttpSessionEvent(known));
        sessions.sessionCreated(new HttpSessionEvent(new MockHttpSession()));
    }

    @Test
    void turnsAwayWhoeverWouldBeTheThird() throws Exception {
        assertThat(status(new MockHttpServletRequest())).isEqualTo(503);
    }

    @Test
    void goesOnForThoseWhoAreThere() throws Exception {
        var request = new MockHttpServletRequest();
        request.setSession(known);

        assertThat(status(request)).isEqualTo(200);
    }

    @Test
    void letsTheNextOneInWhenSomebodyHasLeft() throws Exception {
        sessions.sessionDestroyed(new HttpSessionEvent(known));

        assertThat(status(new MockHttpServletRequest())).isEqualTo(200);
    }

    private int status(MockHttpServletRequest request) throws ServletException, IOException {
        var response = new MockHttpServletResponse();
        var chain = new MockFilterChain();
        sessions.refuseTooMany(request, response, chain);
        assertThat(chain.getRequest() == null).isEqualTo(response.getStatus() == 503);
        return response.getStatus();
    }
}
