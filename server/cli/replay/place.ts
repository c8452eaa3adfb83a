import type { Connection } from '../../config/environment/connectionOf.ts';
import type { Environment } from '../../protocol/environment.ts';
import type { ReplayPlan, Target } from '../../protocol/replay.ts';
import type { ReplayPlace } from '../../report/replayRun.ts';

/** A server to replay against: a column of the matrix. */
export interface Place {
  readonly shown: ReplayPlace;
  /** Its variables and secrets count. */
  readonly environment: Environment | undefined;
  readonly server: PlaceServer;
  /** STARTTLS is left out of the sessions. */
  readonly inTheClear: boolean;
}

/** What a place is before names are looked up. */
export type PlaceServer =
  | { readonly kind: 'receiver' }
  | { readonly kind: 'target'; readonly target: Target }
  /** The mail hosts of the domain, or with `auto` of the recipients' one. */
  | {
      readonly kind: 'mx';
      readonly domain: string;
      readonly port: number;
      readonly connection: Connection;
      readonly dnsServers: readonly string[];
    };

/** Gives the hosts of a place for a plan, in the order to try them; none: the embedded receiver. */
export type TargetsOf = (place: Place, plan: ReplayPlan) => readonly Target[];
