package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.page.PreferencePage.Notice;
import com.ovhi.outreach.preference.page.html.HtmlPage;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.PageLimits;
import com.ovhi.outreach.preference.page.html.Wording;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The patient's preference page. A link that does not exist, has expired, was revoked or is of a patient who has left
 * gets the same answer. Looking changes nothing, so mail scanners may.
 */
@RestController
@RequestMapping("/preferences/{token}")
@PublicEndpoint(protectedBy = "a link with 256 random bits, of which only the hash is kept")
class PreferencePageController {

    private final PreferencePages pages;
    private final FormSeal seal;
    private final PageLimits limits;

    PreferencePageController(PreferencePages pages, FormSeal seal, PageLimits limits) {
        this.pages = pages;
        this.seal = seal;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<String> show(
            @PathVariable String token,
            @RequestParam(name = "done", required = false) @Nullable String done,
            HttpServletRequest request) {
        return opened("show", token, request, link -> page(HttpStatus.OK, link, notice(done), request));
    }

    @PostMapping(consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> save(
            @PathVariable String token,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletRequest request) {
        return opened("save", token, request, link -> save(link, fields, request));
    }

    private ResponseEntity<String> save(
            PageLink link, MultiValueMap<String, String> fields, HttpServletRequest request) {
        if (!seal.fits(link, fields.getFirst("seal"))) {
            return page(HttpStatus.FORBIDDEN, link, Notice.FORM_INVALID, request);
        }
        if ("stop-all".equals(fields.getFirst("action"))) {
            pages.stopAll(link, patient(request));
            return HtmlPage.seeOther("?done=stopped");
        }
        var form = PageForm.read(fields).orElse(null);
        if (form == null) {
            return page(HttpStatus.BAD_REQUEST, link, Notice.FORM_INVALID, request);
        }
        if (!form.quietHoursMakeSense()) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, link, Notice.QUIET_INVALID, request);
        }
        return pages.save(link, form, patient(request))
                ? HtmlPage.seeOther("?done=saved")
                : page(HttpStatus.CONFLICT, link, Notice.CONFLICT, request);
    }

    private ResponseEntity<String> page(
            HttpStatus status, PageLink link, @Nullable Notice notice, HttpServletRequest request) {
        var page = new PreferencePage(pages.show(link, patient(request)), seal.of(link));
        return HtmlPage.of(status, page.wording(), "title", page.body(notice));
    }

    /** Acts are limited one by one, so that whoever only looks keeps nobody from saving. */
    private ResponseEntity<String> opened(
            String act, String token, HttpServletRequest request, Function<PageLink, ResponseEntity<String>> use) {
        var link = LinkToken.parse(token).flatMap(pages::open).orElse(null);
        var wording = Wording.in(PageLanguage.accepted(Collections.list(request.getLocales())));
        if (link == null) {
            return limits.admitsStranger("preferences", request.getRemoteAddr())
                    ? HtmlPage.saying(HttpStatus.NOT_FOUND, wording, "unknown.title", "unknown.text")
                    : HtmlPage.busy(wording);
        }
        return limits.admitsLink(act + "/" + link.id()) ? use.apply(link) : HtmlPage.busy(wording);
    }

    private static Actor patient(HttpServletRequest request) {
        return new Actor(Actor.PATIENT.name(), request.getRemoteAddr(), request.getHeader("User-Agent"));
    }

    private static @Nullable Notice notice(@Nullable String done) {
        return switch (done) {
            case "saved" -> Notice.SAVED;
            case "stopped" -> Notice.STOPPED;
            case null, default -> null;
        };
    }
}
