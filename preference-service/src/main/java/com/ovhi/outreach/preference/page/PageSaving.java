package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.preference.audit.Actor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Saves what a patient chose. The page locks the patient first and addresses later, a STOP the other way round; when the
 * two meet, the database undoes one of them, and here it is tried again.
 */
@Component
class PageSaving {

    private static final int TRIES = 5;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final PreferencePages pages;

    PageSaving(PreferencePages pages) {
        this.pages = pages;
    }

    boolean save(PageLink link, PageForm form, Actor actor) {
        return again(() -> pages.save(link, form, actor));
    }

    void stopAll(PageLink link, Actor actor) {
        again(() -> {
            pages.stopAll(link, actor);
            return true;
        });
    }

    private static boolean again(Supplier<Boolean> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (PessimisticLockingFailureException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(FIRST_PAUSE << attempt);
            }
        }
    }
}
