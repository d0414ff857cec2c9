/** What decides which build of a program fits. */
export interface Machine {
  platform: NodeJS.Platform;
  arch: string;
  /** The Linux distribution and those that it says it is like; its version as a number, 22.04 or 12. */
  distribution: { id: string; like: string[]; version: number };
}

/** Which versions of a program will do, and where each can be had, with their checksums. */
export interface ProgramEntry {
  /** The setting that names a program to use instead of any other. */
  variable: string;
  /** Absent: for the stores whose server it is. */
  neededFor?: string;
  /** Few need it and few systems have it: only who names it is told that it cannot be had. */
  onlyWhenNamed?: true;
  atLeast: string;
  /** How to ask it for its version, and where in the answer the version stands. */
  version: { args: string[]; pattern: RegExp };
  /** Where it is often installed besides PATH; a star stands for any part of a name. */
  folders?: string[];
  /** Where it can be fetched from, in order. */
  sources: FetchSource[];
  /** How a person gets it, besides `variable`. */
  ways: [string, string];
}

export type FetchSource = ReleaseSource | GoModuleSource | DebianSource | WheelSource | NpmSource;

/** Archives that the tool's makers publish. */
export interface ReleaseSource {
  kind: 'release';
  version: string;
  base: string;
  /** The setting that names a mirror of `base`. */
  baseVariable: string;
  /** The setting that gives the archive's SHA-256, in the place of the one that is pinned here. */
  sha256Variable: string;
  /**
   * The path of the archive below `base`, its SHA-256 where it is known here, and the path of the program in the
   * archive; undefined where there is no build for the machine.
   */
  files: (machine: Machine) => { archive: string; sha256?: string | undefined; program: string } | undefined;
}

/** A Go command, built in a copy of `folder`, whose go.mod and go.sum pin it and everything below it. */
export interface GoModuleSource {
  kind: 'go-module';
  version: string;
  folder: string;
  /** The module's path, and that of the command's package where it is another. */
  module: string;
  command?: string;
  /** What the linker sets, such as a version that the sources do not know. */
  linkerFlags?: string;
}

/** A distribution's package with what it needs, unpacked into the cache and installed nowhere. */
export interface DebianSource {
  kind: 'debian';
  package: string;
  /** Its path in the package; a star stands for a version that the distribution chooses. */
  program: string;
}

/** Python wheels that hold a program, and the libraries that it needs. */
export interface WheelSource {
  kind: 'wheel';
  version: string;
  platform: NodeJS.Platform;
  arch: string;
  program: { wheel: Wheel; path: string };
  /** The libraries keep their names, by which they refer to each other; `links` adds those that the program asks for. */
  libraries: { wheel: Wheel; folder: string; links: Record<string, string> };
}

/** A program of an npm package, which a package-lock.json in `folder` pins with everything below it. */
export interface NpmSource {
  kind: 'npm';
  version: string;
  package: string;
  folder: string;
  /** The file in `folder` that Node runs. */
  main: string;
}

export interface Wheel {
  requirement: string;
  sha256: string;
  /** Which of the builds: pip's platform, and the Python that it is for, which need not be the one that runs pip. */
  platform: string;
  pythonVersion: string;
}
