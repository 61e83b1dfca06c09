package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.testsend.TestSend.Wish;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Sends a version with made-up values to an address on the organisation's list. */
@RestController
class TestSendController {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_:-]{8,255}");

    private final TestSends tests;

    TestSendController(TestSends tests) {
        this.tests = tests;
    }

    /** 202: the test is ordered; what became of it, {@code GET /api/v1/test-sends/{id}} of channel-workers tells. */
    @PostMapping("/api/v1/templates/{id}/versions/{version}/test-send")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager')")
    ResponseEntity<View> order(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody Destination destination,
            Caller caller) {
        var ordered = tests.order(
                new Wish(caller.organization(), caller.subject(), checked(key), id, version, destination.addressId()));
        var answer = ResponseEntity.accepted();
        if (ordered.repeated()) {
            answer.header("Idempotent-Replayed", "true");
        }
        return answer.body(View.of(ordered.test()));
    }

    private static String checked(@Nullable String key) {
        if (key == null || !KEY.matcher(key).matches()) {
            throw ProblemException.badRequest(
                    "idempotency-key", "The header Idempotency-Key must have 8 to 255 characters [A-Za-z0-9_:-]");
        }
        return key;
    }

    /** One of the organisation's test addresses. */
    record Destination(@NotNull UUID addressId) {}

    /** An ordered test on the wire. */
    record View(UUID id, long templateId, int version, Channel channel, UUID addressId, Instant orderedAt) {

        static View of(TestSend test) {
            var wish = test.wish();
            return new View(
                    test.id(), wish.templateId(), wish.version(), test.channel(), wish.addressId(), test.orderedAt());
        }
    }
}
