package com.ovhi.outreach.common.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes a request's remote address the client's. Behind a proxy of ours every connection comes from the proxy, and all
 * strangers would share one limit and one entry in the audit. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ClientAddress extends OncePerRequestFilter {

    /** What IPv4 and IPv6 are written with, and nothing longer. */
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    private final String header;

    ClientAddress(WebProperties properties) {
        header = properties.clientAddressHeader().strip();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return header.isEmpty();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var told = told(request);
        chain.doFilter(told.isPresent() ? new Told(request, told.get()) : request, response);
    }

    /** The last entry is the one our own proxy wrote; what a client put before it is no evidence. */
    private Optional<String> told(HttpServletRequest request) {
        var values = Collections.list(request.getHeaders(header));
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getLast())
                        .map(last -> last.substring(last.lastIndexOf(',') + 1).strip())
                        .filter(address -> FORM.matcher(address).matches());
    }

    private static final class Told extends HttpServletRequestWrapper {

        private final String address;

        Told(HttpServletRequest request, String address) {
            super(request);
            this.address = address;
        }

        @Override
        public String getRemoteAddr() {
            return address;
        }
    }
}
