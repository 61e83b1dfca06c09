package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.reply.inbox.InboxItem;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Answers an item of the inbox: looks whether it may be answered, has the text judged or the template chosen, looks again and
 * orders.
 */
@Component
class StaffAnswering {

    private final AnswerLedger ledger;
    private final FreeTextLint lint;
    private final StaffTemplates templates;
    private final AnswerTemplates choosing;

    StaffAnswering(AnswerLedger ledger, FreeTextLint lint, StaffTemplates templates, AnswerTemplates choosing) {
        this.ledger = ledger;
        this.lint = lint;
        this.templates = templates;
        this.choosing = choosing;
    }

    /**
     * Orders the answer; the same wish again changes nothing.
     *
     * @throws ProblemException 404 unknown item, 409 for what stands against it, 422 for what the text must not hold and for
     *     an unknown template
     */
    InboxItem answer(Wish wish, Viewer who) {
        var before = ledger.look(wish, who.name());
        if (before.repeated()) {
            return before.item();
        }
        return switch (wish.said()) {
            case Said.Text text -> {
                lint.demandGood(wish.organizationId(), before.item().channel(), text.text());
                yield ledger.order(wish, text, who);
            }
            case Said.Template template -> {
                var choice = templates.of(template.key());
                var voice = ledger.voice(wish);
                var id = choosing.choose(
                        wish.organizationId(), voice.patientId(), choice, voice.language(), voice.variables());
                yield ledger.order(wish, template, id, who);
            }
        };
    }

    /**
     * What somebody wants to answer. PHI.
     *
     * @param key the caller's name for this answer
     */
    record Wish(UUID itemId, long organizationId, String key, Said said) {

        UUID answerId(UUID inboundId) {
            return Ids.of("answer/" + inboundId + "/staff/" + key);
        }

        @Override
        public String toString() {
            return "Wish[" + itemId + ", " + Masked.MASK + "]";
        }
    }
}
