/** When a patient may be contacted, as stretches on the patient's own time line. */
@NullMarked
package com.ovhi.outreach.scheduler.window;

import org.jspecify.annotations.NullMarked;
