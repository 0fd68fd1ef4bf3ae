größe: 3.
