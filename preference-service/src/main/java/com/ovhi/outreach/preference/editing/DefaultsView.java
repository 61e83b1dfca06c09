package com.ovhi.outreach.preference.editing;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Defaults;
import com.ovhi.outreach.preference.setting.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a level says.
 *
 * @param said what its staff set
 * @param coreTimezone where it is as OVHI core says; holds where staff set none
 * @param coreLanguage what it speaks as OVHI core says; holds where staff set none
 * @param whatsappCapable whether the organisation may use WhatsApp at all, as OVHI core says
 */
record DefaultsView(
        Level level,
        long ownerId,
        long version,
        @JsonUnwrapped DefaultsUpdate said,
        @Nullable String coreTimezone,
        @Nullable String coreLanguage,
        boolean whatsappCapable) {

    static DefaultsView of(Owner owner, Defaults defaults) {
        return new DefaultsView(
                owner.level(),
                owner.id(),
                defaults.version(),
                DefaultsUpdate.of(defaults.set()),
                defaults.coreTimezone(),
                defaults.coreLanguage(),
                defaults.whatsappCapable());
    }
}
