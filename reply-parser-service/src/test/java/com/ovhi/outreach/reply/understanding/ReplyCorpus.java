package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What patients answer, written apart from the word lists. A file per language and folder; {@code [intent]} is followed by one
 * reply a line, {@code [ordinary]} by sentences with a word like stop in them that are no opt-out, whatever else they may be.
 */
record ReplyCorpus(List<Reply> replies) {

    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "pt", "de", "it", "zh-Hans", "zh-Hant", "vi", "ko", "ru", "ar", "tl", "ht", "pl", "hi");

    private static final String ORDINARY = "ordinary";

    /** What a reply may be used for. */
    enum Part {
        /** To improve the lists with. */
        DEVELOPMENT,
        /** Every third of the first files: like those of the development part, but nobody looks at them. */
        HELD_OUT,
        /** Written later, deliberately unlike the others, and committed before anybody saw how they are read. */
        UNSEEN
    }

    /**
     * One reply.
     *
     * @param meant null for an ordinary sentence
     */
    record Reply(String language, @Nullable Intent meant, String text, Part part) {

        /** What the parser makes of it when the patient has been asked whether they come. */
        Understood understood(Understanding understanding) {
            return understanding.understand(text, new Situation(Channel.SMS, language, Question.VISIT, null, null));
        }
    }

    static ReplyCorpus load() {
        var replies = new ArrayList<Reply>();
        read("", number -> number % 3 == 2 ? Part.HELD_OUT : Part.DEVELOPMENT, replies);
        read("development/", _ -> Part.DEVELOPMENT, replies);
        read("held-out/", _ -> Part.UNSEEN, replies);
        return new ReplyCorpus(List.copyOf(replies));
    }

    private static void read(String folder, IntFunction<Part> part, List<Reply> into) {
        for (var language : LANGUAGES) {
            Optional<Intent> meant = Optional.empty();
            for (var line : TestTexts.lines("/reply-corpus/" + folder + language + ".txt")
                    .toList()) {
                if (line.startsWith("[") && line.endsWith("]")) {
                    var title = line.substring(1, line.length() - 1);
                    meant = title.equals(ORDINARY) ? Optional.empty() : Optional.of(Intent.of(title));
                } else {
                    into.add(new Reply(language, meant.orElse(null), line, part.apply(into.size())));
                }
            }
        }
    }

    List<Reply> labelled() {
        return replies.stream().filter(each -> each.meant() != null).toList();
    }

    List<Reply> ordinary() {
        return replies.stream().filter(each -> each.meant() == null).toList();
    }

    ReplyCorpus only(Part part) {
        return new ReplyCorpus(
                replies.stream().filter(each -> each.part() == part).toList());
    }

    ReplyCorpus in(String language) {
        return new ReplyCorpus(replies.stream()
                .filter(each -> each.language().equals(language))
                .toList());
    }
}
