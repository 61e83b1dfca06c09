package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.editing.Editing;
import com.ovhi.outreach.preference.editing.PreferenceUpdate;
import com.ovhi.outreach.preference.optout.ConsentDesk;
import com.ovhi.outreach.preference.optout.ConsentRequest;
import com.ovhi.outreach.preference.optout.ConsentRequest.Scope;
import java.time.LocalTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a patient does on the page, said to the desk that also serves staff, so that the same rules hold. */
@Component
class PatientActs {

    private static final String SOURCE = "preference-page";

    /** Version of the texts in {@code preference-pages}; grows when what is agreed to changes. */
    private static final String WORDING = "preference-page/1";

    private final ConsentDesk desk;
    private final Editing editing;

    PatientActs(ConsentDesk desk, Editing editing) {
        this.desk = desk;
        this.editing = editing;
    }

    void optOut(PageLink link, Channel channel, Scope scope, String language, Actor actor) {
        desk.optOut(link.patientId(), link.organizationId(), request(link, channel, scope, language), actor);
    }

    void optIn(PageLink link, Channel channel, Scope scope, String language, Actor actor) {
        desk.optIn(link.patientId(), link.organizationId(), request(link, channel, scope, language), actor);
    }

    /** Changes settings; null stays, and so do channels that are not among the reopened. */
    void update(
            PageLink link,
            @Nullable String language,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            Set<Channel> reopened,
            Actor actor) {
        var update = new PreferenceUpdate(
                null,
                language,
                quietStart,
                quietEnd,
                null,
                null,
                null,
                null,
                reopened.contains(Channel.EMAIL) ? true : null,
                reopened.contains(Channel.SMS) ? true : null,
                reopened.contains(Channel.WHATSAPP) ? true : null,
                null,
                null,
                null);
        editing.update(link.patientId(), link.organizationId(), update, null, actor);
    }

    private static ConsentRequest request(PageLink link, Channel channel, Scope scope, String language) {
        return new ConsentRequest(channel, scope, SOURCE, "page-link/" + link.id(), WORDING, language);
    }
}
