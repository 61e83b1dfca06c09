package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.reply.inbox.InboxItem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
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

/** Lets staff answer what they have claimed. */
@RestController
class StaffAnswerController {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_:-]{8,255}");

    private final StaffAnswering answering;

    StaffAnswerController(StaffAnswering answering) {
        this.answering = answering;
    }

    /** 202: the answer is ordered; what becomes of it, {@code answer} of the item tells. */
    @PostMapping("/api/v1/inbox/{id}/answer")
    @PreAuthorize("hasAuthority('clinic-staff')")
    ResponseEntity<InboxItem> answer(
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody Answer answer,
            Caller caller,
            HttpServletRequest request) {
        var wish = new StaffAnswering.Wish(id, caller.organization(), checked(key), answer.said());
        return ResponseEntity.accepted().body(answering.answer(wish, Viewer.of(caller, request)));
    }

    private static String checked(@Nullable String key) {
        if (key == null || !KEY.matcher(key).matches()) {
            throw ProblemException.badRequest(
                    "idempotency-key", "The header Idempotency-Key must have 8 to 255 characters [A-Za-z0-9_:-]");
        }
        return key;
    }

    /**
     * What to answer: one of them.
     *
     * @param text may use {@code {{clinic_name}}} and {@code {{clinic_phone}}}
     * @param template the key of a template, where WhatsApp takes no free text
     */
    record Answer(
            @Nullable @Size(max = 1_600) String text,
            @Nullable @Size(max = 64) String template) {

        Said said() {
            if (text != null && template == null && !text.isBlank()) {
                return new Said.Text(text);
            }
            if (template != null && text == null) {
                return new Said.Template(template);
            }
            throw ProblemException.badRequest("invalid-request", "An answer has either a text or a template");
        }

        @Override
        public String toString() {
            return "Answer[" + Masked.MASK + "]";
        }
    }
}
