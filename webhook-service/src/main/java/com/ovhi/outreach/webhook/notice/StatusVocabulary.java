package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.Provider;
import org.jspecify.annotations.Nullable;

/** The status words of one provider. */
public interface StatusVocabulary {

    /** Whose words. */
    Provider provider();

    /** What a word means, given the particulars beside it. */
    StatusWord meaning(String word, Particulars particulars);

    /** Fields that come with a status, by the provider's names. */
    @FunctionalInterface
    interface Particulars {
        /** The value as text, or null. */
        @Nullable
        String get(String name);
    }
}
