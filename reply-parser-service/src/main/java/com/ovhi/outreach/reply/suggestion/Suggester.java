package com.ovhi.outreach.reply.suggestion;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.understanding.Understanding;
import com.ovhi.outreach.reply.understanding.Understood;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Guesses what a reply means that no rule has understood, and in which language it is. Made of two small models that
 * {@code deploy/train-replies} trains with the word lists and with phrases made up for it. Thread-safe.
 */
public final class Suggester {

    /** Where the trained models lie. */
    static final String RESOURCE = "/reply-model/replies.model";

    /** Below that it is no better than the rules' "other". */
    private static final double LIKELY = 0.6;

    /** Whoever may want no more messages is shown rather once too often; few emergencies escape the rules. */
    private static final double PERHAPS = 0.4;

    private static final double CLEAR = 0.6;

    private final String version;
    private final Classifier intents;
    private final Classifier languages;

    Suggester(String version, Classifier intents, Classifier languages) {
        this.version = version;
        this.intents = intents;
        this.languages = languages;
    }

    /** With the models of this module. */
    public static Suggester ofResource() {
        try (var in = Suggester.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + RESOURCE);
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Suggester read(InputStream packed) throws IOException {
        var in = new DataInputStream(new GZIPInputStream(packed));
        return new Suggester(in.readUTF(), Classifier.read(in), Classifier.read(in));
    }

    void write(OutputStream packed) throws IOException {
        try (var out = new DataOutputStream(new GZIPOutputStream(packed))) {
            out.writeUTF(version);
            intents.write(out);
            languages.write(out);
        }
    }

    /** Which models these are: changes with what they were trained with, and how. */
    public String version() {
        return version;
    }

    /** What a text probably means; empty where that is anybody's guess. */
    public Optional<Suggestion> of(String text) {
        var words = Understanding.words(text);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        var features = Features.of(words);
        var guess = intents.guess(features);
        var intent = Intent.of(guess.label());
        if (intent == Intent.OTHER || guess.likelihood() < enough(intent)) {
            return Optional.empty();
        }
        var language = languages.guess(features);
        return Optional.of(new Suggestion(
                intent, guess.likelihood(), language.likelihood() < CLEAR ? null : language.label(), version));
    }

    /**
     * What a person should be told beside what the rules say of a reply that they leave to a person. Of what they have
     * understood only that it may be an emergency or an opt-out as well. What rules were in doubt about is always suggested as
     * an opt-out, whatever the models say.
     */
    public Optional<Suggestion> beside(Understood understood, String text) {
        return switch (understood.intent()) {
            case STOP, EMERGENCY -> Optional.empty();
            case OTHER -> understood.mayBeStop() ? Optional.of(inDoubt(understood, text)) : of(text);
            case CONFIRM, RESCHEDULE, CANCEL, START, HELP, NO, QUESTION, WRONG_PERSON, AUTO_REPLY, ACK ->
                of(text).filter(Suggestion::pressing);
        };
    }

    private Suggestion inDoubt(Understood understood, String text) {
        return of(text).filter(guess -> guess.intent() == Intent.STOP)
                .orElseGet(() -> new Suggestion(Intent.STOP, PERHAPS, understood.language(), version));
    }

    private static double enough(Intent intent) {
        return intent == Intent.STOP ? PERHAPS : LIKELY;
    }
}
