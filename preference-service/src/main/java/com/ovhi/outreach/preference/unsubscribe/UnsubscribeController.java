package com.ovhi.outreach.preference.unsubscribe;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.page.html.HtmlPage;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.PageLimits;
import com.ovhi.outreach.preference.page.html.Wording;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The unsubscribe link of RFC 8058. Mail scanners follow links, so looking at it changes nothing; a POST that says
 * {@code List-Unsubscribe=One-Click}, as the mail program and the button on the page do, acts at once. Only looking is
 * limited: mail programs need not repeat a call, so one that is genuine is never turned away.
 */
@RestController
@RequestMapping("/api/v1/unsubscribe/{token}")
@PublicEndpoint(protectedBy = "a sealed token that only our own e-mails carry")
class UnsubscribeController {

    private static final String ONE_CLICK = "One-Click";

    private final Unsubscribing unsubscribing;
    private final FieldCipher cipher;
    private final PageLimits limits;

    UnsubscribeController(Unsubscribing unsubscribing, FieldCipher cipher, PageLimits limits) {
        this.unsubscribing = unsubscribing;
        this.cipher = cipher;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<String> ask(@PathVariable String token, HttpServletRequest request) {
        return opened(token, request, opened -> {
            if (!limits.admitsLink("unsubscribe/" + opened.patientId() + "/" + opened.addressHash())) {
                return HtmlPage.busy(accepted(request));
            }
            var wording = wording(opened, request);
            return HtmlPage.of(HttpStatus.OK, wording, "unsubscribe.title", """
                    <p>%s</p>
                    <form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
                    <button type="submit">%s</button></form>""".formatted(
                            wording.text("unsubscribe.ask"), wording.text("unsubscribe.button")));
        });
    }

    @PostMapping
    ResponseEntity<String> unsubscribe(
            @PathVariable String token,
            @RequestParam(name = "List-Unsubscribe", required = false) @Nullable String how,
            HttpServletRequest request) {
        return opened(token, request, opened -> {
            if (!ONE_CLICK.equals(how)) {
                throw ProblemException.badRequest("not-one-click", "The form must say List-Unsubscribe=One-Click");
            }
            unsubscribing.unsubscribe(opened);
            return HtmlPage.saying(HttpStatus.OK, wording(opened, request), "unsubscribe.title", "unsubscribe.done");
        });
    }

    private ResponseEntity<String> opened(
            String token, HttpServletRequest request, Function<UnsubscribeToken, ResponseEntity<String>> use) {
        return UnsubscribeToken.open(token, cipher).map(use).orElseGet(() -> unknown(request));
    }

    /** A person gets a page, a mail program a problem; neither learns what is wrong with the link. */
    private ResponseEntity<String> unknown(HttpServletRequest request) {
        var wording = accepted(request);
        if (!limits.admitsStranger("unsubscribe", request.getRemoteAddr())) {
            return HtmlPage.busy(wording);
        }
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE)) {
            throw ProblemException.notFound("unknown-link", "This link is not valid");
        }
        return HtmlPage.saying(HttpStatus.NOT_FOUND, wording, "unknown.title", "unknown.text");
    }

    private Wording wording(UnsubscribeToken token, HttpServletRequest request) {
        return unsubscribing
                .language(token)
                .flatMap(PageLanguage::of)
                .map(Wording::in)
                .orElseGet(() -> accepted(request));
    }

    private static Wording accepted(HttpServletRequest request) {
        return Wording.in(PageLanguage.accepted(Collections.list(request.getLocales())));
    }
}
