/* bcryptprimitives.c - the one function of this DLL that is asked for, which Wine 8 does not have
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <windows.h>

#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T len);

BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T len)
{
    return RtlGenRandom(bytes, (ULONG)len);
}
