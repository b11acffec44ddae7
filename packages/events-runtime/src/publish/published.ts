/** What became of an event. */
export type Published =
  | {
      /** The stream has it, on disk as far as its sync interval goes. */
      readonly status: "published";
      readonly id: string;
      readonly type: string;
      readonly stream: string;
      readonly sequence: number;
      /** The stream had an event of this id already; `sequence` is that one's. */
      readonly duplicate: boolean;
      /** From the call to the acknowledgement. */
      readonly ms: number;
    }
  | {
      /** No server is configured: the event is valid, and went nowhere. */
      readonly status: "disabled";
      readonly id: string;
      readonly type: string;
    };
