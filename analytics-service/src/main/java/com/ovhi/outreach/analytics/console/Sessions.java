package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Bounds what strangers can make this service remember: a session begins before anybody knows whose it is, and what counts
 * messages and stops experiments lives in the same memory. Thread-safe.
 */
@Component
class Sessions implements HttpSessionListener {

    /** How long somebody may take to sign in. */
    static final Duration STRANGER = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final AtomicInteger number = new AtomicInteger();
    private final int most;
    private final HandlerExceptionResolver problems;

    Sessions(
            ConsoleProperties console,
            MeterRegistry meters,
            @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        most = console.mostSessions();
        this.problems = problems;
        Gauge.builder("outreach.console.sessions", number, AtomicInteger::get).register(meters);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        number.incrementAndGet();
        event.getSession().setMaxInactiveInterval((int) STRANGER.toSeconds());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        number.decrementAndGet();
    }

    /** Gives the session of somebody who has signed in its usual life. */
    static void keep(HttpServletRequest request) {
        var minutes = request.getServletContext().getSessionTimeout();
        request.getSession()
                .setMaxInactiveInterval((int) Duration.ofMinutes(minutes).toSeconds());
    }

    /** A filter: answers 503 to whoever would need one session too many. */
    void refuseTooMany(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        if (number.get() < most || http.getSession(false) != null) {
            chain.doFilter(request, response);
            return;
        }
        var full = ProblemException.unavailable("too-many-sessions", "Too many people want to sign in now", PAUSE);
        problems.resolveException(http, (HttpServletResponse) response, null, full);
    }
}
