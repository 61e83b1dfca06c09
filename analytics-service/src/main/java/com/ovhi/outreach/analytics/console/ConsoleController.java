package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.analytics.console.Forwarding.Answer;
import com.ovhi.outreach.analytics.console.Forwarding.Person;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the console's pages ask. */
@RestController
@RequestMapping("/console/api")
@PreAuthorize("isAuthenticated()")
class ConsoleController {

    private final UserTokens tokens;
    private final Forwarding forwarding;

    ConsoleController(UserTokens tokens, Forwarding forwarding) {
        this.tokens = tokens;
        this.forwarding = forwarding;
    }

    @GetMapping("/session")
    Session session(
            OAuth2AuthenticationToken user,
            @RequestAttribute(name = "org.springframework.security.web.csrf.CsrfToken") CsrfToken csrf) {
        var person = user.getPrincipal();
        List<String> roles = Objects.requireNonNullElse(person.getAttribute(ConsoleUsers.ROLES), List.of());
        return new Session(
                person.getName(),
                person.getAttribute(ConsoleUsers.ORGANIZATION),
                roles,
                Page.of(roles).stream().map(Page::code).toList(),
                csrf.getHeaderName(),
                csrf.getToken());
    }

    @PostMapping(path = "/calls/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> call(
            @PathVariable String name,
            @RequestBody Ask ask,
            OAuth2AuthenticationToken user,
            HttpServletRequest request,
            HttpServletResponse response) {
        var call = Call.named(name)
                .orElseThrow(() -> ProblemException.notFound("unknown-call", "The console makes no such call"));
        var person = new Person(
                tokens.of(user, request, response), request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
        var answer = forwarding.send(call, ask, person);
        if (answer.status().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
            throw tokens.over(user, request, response);
        }
        return ResponseEntity.status(answer.status())
                .cacheControl(CacheControl.noStore())
                .contentType(Objects.requireNonNullElse(answer.type(), MediaType.APPLICATION_JSON))
                .headers(headers -> again(headers, answer))
                .body(answer.body());
    }

    private static void again(HttpHeaders headers, Answer answer) {
        var when = answer.retryAfter();
        if (when != null) {
            headers.set(HttpHeaders.RETRY_AFTER, when);
        }
    }

    /**
     * Who is signed in.
     *
     * @param organization null for those who belong to none
     * @param pages what the menu offers them
     * @param csrfHeader in which header {@code csrfToken} goes with every call
     */
    record Session(
            String name,
            @Nullable Long organization,
            List<String> roles,
            List<String> pages,
            String csrfHeader,
            String csrfToken) {}
}
