package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.reply.people.Organization;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says answers in somebody's language and in the name of their clinic. Thread-safe. */
@Component
public class Phrasing {

    private static final String NAME = "{{clinic_name}}";
    private static final String PHONE = "{{clinic_phone}}";

    private final AnswerTexts texts = new AnswerTexts();
    private final EmergencyNumbers numbers = new EmergencyNumbers();
    private final AnswerProperties properties;

    Phrasing(AnswerProperties properties) {
        this.properties = properties;
    }

    /**
     * How to speak to somebody: in the patient's language, else in that of what they wrote, else in the clinic's.
     *
     * @param replyLanguage of the words that were understood
     */
    Voice of(Asker asker, @Nullable String replyLanguage, Optional<Organization> clinic) {
        var language = AnswerTexts.language(
                asker.language(),
                replyLanguage,
                clinic.map(Organization::language).orElse(null));
        return new Voice(asker, language, words(asker, clinic));
    }

    /**
     * What a member of staff wrote, with {@code {{clinic_name}}} and {@code {{clinic_phone}}} filled in; empty when the text
     * uses what is not known.
     */
    public Optional<MessageContent> staff(Asker asker, Optional<Organization> clinic, String text) {
        return of(asker, null, clinic).staff(text);
    }

    private Map<String, String> words(Asker asker, Optional<Organization> clinic) {
        var words = new HashMap<String, String>();
        var phone = first(clinic.map(Organization::phone).orElse(null), properties.senderPhone());
        var danger = numbers.of(asker.address(), phone.orElse(null));
        clinic.map(Organization::displayName)
                .or(() -> first(properties.senderName()))
                .ifPresent(name -> words.put("clinic", name));
        phone.ifPresent(number -> words.put("phone", number));
        words.put("number", danger.emergency());
        first(danger.crisis()).ifPresent(number -> words.put("crisis", number));
        return Map.copyOf(words);
    }

    private static Optional<String> first(@Nullable String... texts) {
        return Stream.of(texts)
                .filter(Objects::nonNull)
                .filter(each -> !each.isBlank())
                .findFirst();
    }

    /** One patient's language and clinic. */
    final class Voice {

        private final Asker asker;
        private final String language;
        private final Map<String, String> words;

        private Voice(Asker asker, String language, Map<String, String> words) {
            this.asker = asker;
            this.language = language;
            this.words = words;
        }

        String language() {
            return language;
        }

        /**
         * An answer; empty when a word that it cannot do without is not known.
         *
         * @param choices what there is to choose from, empty when nothing
         */
        Optional<MessageContent> content(Wording wording, String choices) {
            var all = new HashMap<>(words);
            all.put("choices", choices);
            return texts.write(wording, language, all).map(this::content);
        }

        private MessageContent content(String text) {
            return new MessageContent(
                            asker.address(),
                            asker.addressHash(),
                            asker.channel() == Channel.EMAIL ? texts.subject(language, words) : null,
                            text,
                            null,
                            null,
                            words.getOrDefault("clinic", ""),
                            language)
                    .answering(asker.messageId());
        }

        private Optional<MessageContent> staff(String text) {
            var name = words.get("clinic");
            var phone = words.get("phone");
            if (name == null && text.contains(NAME) || phone == null && text.contains(PHONE)) {
                return Optional.empty();
            }
            return Optional.of(
                    content(text.replace(NAME, name == null ? "" : name).replace(PHONE, phone == null ? "" : phone)));
        }
    }
}
