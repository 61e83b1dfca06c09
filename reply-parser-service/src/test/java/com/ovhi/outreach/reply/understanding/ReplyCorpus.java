package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What patients answer, written apart from the word lists. A file per language; {@code [intent]} is followed by one reply a
 * line, {@code [ordinary]} by sentences with a word like stop in them that are no opt-out, whatever else they may be. Every
 * third reply of the first files is held out, and so are all below {@code held-out}, which were written before anybody saw how
 * they are read: nobody looks at those when a list is improved.
 */
record ReplyCorpus(List<Reply> replies) {

    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "pt", "de", "it", "zh-Hans", "zh-Hant", "vi", "ko", "ru", "ar", "tl", "ht", "pl", "hi");

    private static final String ORDINARY = "ordinary";

    /**
     * One reply.
     *
     * @param meant null for an ordinary sentence
     */
    record Reply(String language, @Nullable Intent meant, String text, boolean heldOut) {

        Reply heldOut(boolean held) {
            return new Reply(language, meant, text, held);
        }

        /** What the parser makes of it when the patient has been asked whether they come. */
        Understood understood(Understanding understanding) {
            return understanding.understand(text, new Situation(Channel.SMS, language, Question.VISIT, null, null));
        }
    }

    static ReplyCorpus load() {
        var replies = new ArrayList<Reply>();
        for (var language : LANGUAGES) {
            read(language, language, replies);
        }
        for (var at = 0; at < replies.size(); at++) {
            replies.set(at, replies.get(at).heldOut(at % 3 == 2));
        }
        for (var language : LANGUAGES) {
            read(language, "development/" + language, replies);
        }
        var heldOut = new ArrayList<Reply>();
        for (var language : LANGUAGES) {
            read(language, "held-out/" + language, heldOut);
        }
        heldOut.forEach(reply -> replies.add(reply.heldOut(true)));
        return new ReplyCorpus(List.copyOf(replies));
    }

    private static void read(String language, String file, List<Reply> into) {
        Optional<Intent> meant = Optional.empty();
        for (var line : TestTexts.lines("/reply-corpus/" + file + ".txt").toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                var title = line.substring(1, line.length() - 1);
                meant = title.equals(ORDINARY) ? Optional.empty() : Optional.of(Intent.of(title));
            } else {
                into.add(new Reply(language, meant.orElse(null), line, false));
            }
        }
    }

    List<Reply> labelled() {
        return replies.stream().filter(each -> each.meant() != null).toList();
    }

    List<Reply> ordinary() {
        return replies.stream().filter(each -> each.meant() == null).toList();
    }

    ReplyCorpus heldOut() {
        return new ReplyCorpus(replies.stream().filter(Reply::heldOut).toList());
    }

    ReplyCorpus in(String language) {
        return new ReplyCorpus(replies.stream()
                .filter(each -> each.language().equals(language))
                .toList());
    }
}
