/* lookout.h - sees every TCP segment before TCP does, to notice our protocols on any port
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TCP asks a conversation's own dissector first, before ports and heuristics. So the one thing to
 * do is to make ours that of a conversation before TCP dissects the segment with the hello. The
 * lookout stands in TCP's place in the table ip.proto, looks, and calls TCP; a segment that is not
 * ours is dissected as if we were not there.
 */
#ifndef LEGACYSSL_LOOKOUT_H
#define LEGACYSSL_LOOKOUT_H

void lookout_register(void);
void lookout_handoff(void);

#endif
