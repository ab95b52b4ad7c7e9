/* Looks at the temporary folder before dist/sms-router unpacks itself into it.

   PyInstaller's own words for a folder that nothing may run in are the dynamic loader's ("libz.so.1:
   failed to map segment from shared object"). This is linked into its bootloader (docs/adr/0032), runs
   before its main(), and says in plain words what to do. It ends with 2, as for a wrong setting. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#ifndef NEEDED_MB
#error "how much is unpacked: compile with -DNEEDED_MB=…"
#endif
#define WRONG_SETTING 2
#define LONGEST 3500

enum state { GOOD, UNWRITABLE, FULL, NOEXEC };

/* The same places in the same order as pyi_create_temporary_application_directory() of PyInstaller 6. */
static const char *const VARIABLES[] = {"TMPDIR", "TEMP", "TMP", NULL};
static const char *const USUAL[] = {"/tmp", "/var/tmp", "/usr/tmp", NULL};
/* Where else there may be room, for the advice alone. */
static const char *const OTHERS[] = {"/var/tmp", "/tmp", "/dev/shm", NULL};

static enum state look(const char *folder)
{
    char path[LONGEST + 32];
    struct statvfs space;
    enum state state = GOOD;

    if (strlen(folder) > LONGEST)
        return UNWRITABLE;
    snprintf(path, sizeof path, "%s/.sms-router-XXXXXX", folder);
    int file = mkstemp(path);
    if (file < 0)
        return UNWRITABLE;
    unlink(path);
    void *page = mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
    if (page == MAP_FAILED)
        state = NOEXEC;
    else
        munmap(page, 1);
    if (state == GOOD && fstatvfs(file, &space) == 0 && space.f_blocks > 0
        && (unsigned long long)space.f_bavail * space.f_frsize < NEEDED_MB * 1000000ULL)
        state = FULL;
    close(file);
    return state;
}

static const char *a_good_one(void)
{
    for (const char *const *folder = OTHERS; *folder; folder++)
        if (look(*folder) == GOOD)
            return *folder;
    return NULL;
}

/* The folder that the bootloader will take, or NULL when it can take none. */
static const char *the_one_taken(enum state *state)
{
    for (const char *const *name = VARIABLES; *name; name++) {
        const char *folder = getenv(*name);
        if (folder && *folder && (*state = look(folder)) != UNWRITABLE)
            return folder;
    }
    for (const char *const *folder = USUAL; *folder; folder++)
        if ((*state = look(*folder)) != UNWRITABLE)
            return *folder;
    return NULL;
}

/* True for the copy that the .deb holds: its parts lie beside it. */
static bool is_unpacked(void)
{
    char path[LONGEST + 32];
    ssize_t length = readlink("/proc/self/exe", path, LONGEST);
    if (length <= 0)
        return false;
    path[length] = '\0';
    char *name = strrchr(path, '/');
    if (!name)
        return false;
    strcpy(name, "/_internal");
    return access(path, F_OK) == 0;
}

static void __attribute__((constructor)) preflight(void)
{
    enum state state = UNWRITABLE;

    /* The second process of the two, which runs from what the first has unpacked. */
    if (getenv("_PYI_ARCHIVE_FILE") || is_unpacked())
        return;
    const char *folder = the_one_taken(&state);
    if (folder && state == GOOD)
        return;
    fputs("Error: sms-router unpacks itself into a temporary folder, and ", stderr);
    if (!folder)
        fputs("cannot write to /tmp or /var/tmp.\n", stderr);
    else if (state == NOEXEC)
        fprintf(stderr, "\"%s\" lets no program run: it is mounted noexec.\n", folder);
    else
        fprintf(stderr, "\"%s\" has less than %d MB left.\n", folder, NEEDED_MB);
    const char *good = a_good_one();
    fprintf(stderr, "Name another one: TMPDIR=%s sms-router …%s\n", good ? good : "/a/folder",
            good ? " (this one was tried and will do)" : "");
    fputs("Or install the Debian package, which unpacks nothing when it starts.\n", stderr);
    exit(WRONG_SETTING);
}
