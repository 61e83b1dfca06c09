package com.ovhi.outreach.preference.imports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns a file of consents may have. */
enum Column {
    PATIENT_ID(true),
    CHANNEL(true),
    CLASS(true),
    ACTION(true),
    EFFECTIVE_AT(true),
    SOURCE(false),
    EVIDENCE_REF(false),
    WORDING_VERSION(false),
    LANGUAGE(false),
    ADDRESS(false);

    private final boolean required;

    Column(boolean required) {
        this.required = required;
    }

    boolean required() {
        return required;
    }

    /** The name in the first line of a file. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Column> of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code().equals(code.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
