/** The data source of every panel, by the uid under which infra/grafana/provisioning/datasources makes it. */
export const SOURCE = { type: 'prometheus', uid: 'holdfast-prometheus' } as const;
