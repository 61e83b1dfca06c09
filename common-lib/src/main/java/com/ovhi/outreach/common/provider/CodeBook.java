package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;

/** Looks codes up and counts those nobody knows. Thread-safe. */
public class CodeBook {

    private static final ProviderCode UNHEARD_OF =
            new ProviderCode(FailureClass.PERM_MSG, About.MESSAGE, null, "in no table");

    private final UnknownCodes unknown;

    public CodeBook(UnknownCodes unknown) {
        this.unknown = unknown;
    }

    /** What a code means; one that is in no table is counted and taken for a failure of this one message. */
    public ProviderCode read(Provider provider, String code) {
        return ProviderCodes.of(provider).find(code).orElseGet(() -> {
            unknown.count(provider, code);
            return UNHEARD_OF;
        });
    }

    /** Like {@link #read(Provider, String)}, but the code of the whole answer tells what an unknown code does not. */
    public ProviderCode read(Provider provider, String code, String answer) {
        var known = ProviderCodes.of(provider).find(code);
        if (known.isEmpty()) {
            unknown.count(provider, code);
        }
        return known.or(() -> ProviderCodes.of(provider).find(answer)).orElse(UNHEARD_OF);
    }
}
